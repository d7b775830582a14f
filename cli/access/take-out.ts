import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';

/** Where a value stands in a JSON text: from its first character to the one after its last. */
type Span = { readonly from: number; readonly to: number };
type Node = Span & {
  readonly members: ReadonlyMap<string, Node>;
  readonly elements: readonly Node[];
};

const BLANK = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const PLAIN = /[^\s,\]}]+/y;

/** The place after what a pattern matches at a place. */
const after = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
};

/** Finds where the values of a text stand that JSON.parse takes. */
const locate = (text: string, start = 0): Node => {
  const from = after(BLANK, text, start);
  const members = new Map<string, Node>();
  const elements: Node[] = [];
  const open = text[from];
  if (open !== '{' && open !== '[') {
    return { from, to: after(open === '"' ? STRING : PLAIN, text, from), members, elements };
  }
  let at = after(BLANK, text, from + 1);
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const endOfKey = after(STRING, text, at);
    const inner = locate(text, open === '{' ? after(BLANK, text, endOfKey) + 1 : at);
    if (open === '{') members.set(JSON.parse(text.slice(at, endOfKey)), inner);
    else elements.push(inner);
    const end = after(BLANK, text, inner.to);
    at = text[end] === ',' ? after(BLANK, text, end + 1) : end;
  }
  return { from, to: at + 1, members, elements };
};

const PLACES = [['context', 'tagEnforcement'], ['tagEnforcement'], []] as const;

/** The list of people in a cdk.json, or in another file that a configuration is read from. */
const peopleIn = (root: Node): Node | undefined => {
  const found = PLACES.map((place) =>
    [...place, 'access', 'people'].reduce<Node | undefined>((node, key) => node?.members.get(key), root),
  );
  return found.find((node) => node !== undefined);
};

const Person = z.object({ userName: z.string() });

/** The text without the person's entry; null if there is none. Everything else stays as it is written. */
export const withoutPerson = (text: string, userName: string): string | null => {
  const people = peopleIn(locate(text));
  const index = people?.elements.findIndex(({ from, to }) => {
    const parsed = Person.safeParse(JSON.parse(text.slice(from, to)));
    return parsed.success && parsed.data.userName === userName;
  });
  const entry = people?.elements[index ?? -1];
  if (!people || !entry || index === undefined) return null;
  const previous = people.elements[index - 1];
  const next = people.elements[index + 1];
  const [from, to] = previous
    ? [previous.to, entry.to]
    : next
      ? [entry.from, next.from]
      : [people.from + 1, people.to - 1];
  return text.slice(0, from) + text.slice(to);
};

/** Lines around a change. */
const CONTEXT = 3;

/** A change of a file as `git apply` takes it: one hunk, from the first line that differs to the last. */
export const unifiedDiff = (name: string, before: string, after: string): string[] => {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const first = Math.max(0, head - CONTEXT);
  // After the last line break there is no line.
  const lines = old.at(-1) === '' ? old.length - 1 : old.length;
  const last = Math.min(lines, old.length - tail + CONTEXT);
  const removed = old.slice(head, old.length - tail);
  const added = now.slice(head, now.length - tail);
  const kept = last - first - removed.length;
  return [
    `--- a/${name}`,
    `+++ b/${name}`,
    `@@ -${first + 1},${last - first} +${first + 1},${kept + added.length} @@`,
    ...old.slice(first, head).map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...old.slice(old.length - tail, last).map((line) => ` ${line}`),
    ...(last === lines && lines === old.length ? ['\\ No newline at end of file'] : []),
  ];
};

/** The diff that takes a person out of a configuration's file; null if it does not list them. */
export const diffWithout = (file: string, userName: string): string[] | null => {
  const text = readFileSync(file, 'utf8');
  const changed = withoutPerson(text, userName);
  return changed === null ? null : unifiedDiff(basename(file), text, changed);
};
