import type * as z from 'zod';

/** A configuration that cannot be deployed. */
export class ConfigurationInvalid extends Error {
  override readonly name = 'ConfigurationInvalid';
  /** One line for each fault: the field's path, the value received, what was expected. */
  readonly faults: readonly string[];
  /** The file, if somebody named one, or if cdk.json could not be read. */
  readonly file: string | undefined;
  constructor(faults: readonly string[], file?: string, options?: ErrorOptions) {
    super(`The configuration has ${faults.length} fault(s):\n${faults.join('\n')}`, options);
    this.faults = faults;
    this.file = file;
  }
}

type Path = readonly PropertyKey[];

const ROOT = 'tagEnforcement';

const write = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '') || ROOT;

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );

/** The longest value that a fault shows, so that it stays on one line. */
const MAX_FAULT_LENGTH = 80;

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= MAX_FAULT_LENGTH ? text : `${text.slice(0, MAX_FAULT_LENGTH)}…`;
};

/** The end of a fault's line: the name that was probably meant, if one was found. */
export const didYouMean = (name: string | undefined): string =>
  name === undefined ? '' : `; did you mean ${name}?`;

/** The paths of the fields that misspelt ones probably mean. That these fields are missing needs no second line. */
const misspelled = (issues: readonly z.core.$ZodIssue[], known: (path: Path) => readonly string[]) =>
  new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => write([...issue.path, suggest(key, known(issue.path)) ?? key]))
        : [],
    ),
  );

/** Writes all issues, one line for each fault. */
export const allFaultsOf = (
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  known: (path: Path) => readonly string[],
): string[] => {
  const meant = misspelled(issues, known);
  return issues
    .filter((issue) => at(value, issue.path) !== undefined || !meant.has(write(issue.path)))
    .flatMap((issue) => faultsOf(value, issue, known));
};

/** Whether a form of a value was refused as a whole, because it is of another type. */
const isOfOtherType = (issue: z.core.$ZodIssue | undefined): boolean =>
  issue?.code === 'invalid_type' && issue.path.length === 0;

/**
 * Writes an issue as lines. Every message of the configuration's schema completes the sentence `<value> is not …`.
 *
 * @param known the names of the fields at a path
 */
const faultsOf = (
  value: unknown,
  issue: z.core.$ZodIssue,
  known: (path: Path) => readonly string[],
): string[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return `${write(path)}: ${show(at(value, path))} is not expected: there is no such field${didYouMean(suggest(key, known(issue.path)))}`;
    });
  }
  // Of several forms, the value was meant to have the one whose type it has: its faults are those of that form.
  const [meant] =
    issue.code === 'invalid_union' ? issue.errors.filter(([first]) => !isOfOtherType(first)) : [];
  if (meant) {
    return meant.flatMap((one) => faultsOf(value, { ...one, path: [...issue.path, ...one.path] }, known));
  }
  // A default that does not fit is not in the value: the issue carries it.
  const fallback = issue.code === 'custom' ? issue.params?.received : undefined;
  const found = at(value, issue.path);
  const received = found === undefined ? fallback : found;
  return [
    received === undefined
      ? `${write(issue.path)}: missing, expected ${issue.message}`
      : `${write(issue.path)}: ${show(received)} is not ${issue.message}`,
  ];
};

/** How many single-letter edits lead from one word to another. */
const distance = (from: string, to: string): number => {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const swap = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swap, (previous[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    previous = next;
  }
  return previous[to.length] ?? 0;
};

/** The known names that are similar to a word, the nearest first. */
export const similar = (word: string, known: readonly string[]): { name: string; edits: number }[] => {
  const written = word.toLowerCase();
  return known
    .map((name) => ({ name, edits: distance(written, name.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.max(2, word.length / 3))
    .sort((a, b) => a.edits - b.edits);
};

/** The shortest word that counts as the beginning of a longer one. */
const MIN_BEGINNING = 3;

/**
 * The known name that a word probably means: the nearest one, or the only one that begins as the word does, such as
 * `gracePeriodMinutes` for `gracePeriod`. Undefined if none is similar, or if two are equally near: it would be a guess.
 */
export const suggest = (word: string, known: readonly string[]): string | undefined => {
  const written = word.toLowerCase();
  const [nearest, next] = similar(word, known);
  if (nearest) return nearest.edits === next?.edits ? undefined : nearest.name;
  const [longer, another] = known.filter((name) => {
    const [short = '', long = ''] = [written, name.toLowerCase()].sort((a, b) => a.length - b.length);
    return short.length >= MIN_BEGINNING && long.startsWith(short);
  });
  return another === undefined ? longer : undefined;
};
