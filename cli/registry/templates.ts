import type { IamAction, IamResourceType } from './iam.ts';
import { nounOf, plain, stem } from './names.ts';
import type { Member, Operation } from './sdk.ts';

/** What the sources know of the resource that an event creates. */
type Evidence = {
  readonly name: string;
  /** What CloudFormation calls it. */
  readonly typeNouns: readonly string[];
  readonly action: IamAction | undefined;
  readonly operation: Operation | undefined;
};

const VARIABLE = /\{([^}]+)\}/g;
const FIXED = ['Partition', 'Region', 'Account'];

const variablesOf = (arn: string): string[] =>
  [...arn.matchAll(VARIABLE)].flatMap(([, name = '']) => (FIXED.includes(name) ? [] : [name]));

/** The words before the last variable, such as `volume`. */
const wordsOf = (arn: string): string => plain(/:\/?([\w-]+)[/:]\{[^}]+\}$/.exec(arn)?.[1] ?? '');

/** Whether the call returns the resource, or its id or name, in the first place. */
const isReturned = (type: IamResourceType, own: string, operation: Operation | undefined): boolean =>
  operation?.output.some(({ name, depth, isText }) => {
    if (depth !== 1) return false;
    return isText ? stem(name) === stem(own) : [plain(type.key), stem(own)].includes(plain(name));
  }) ?? false;

/** Below this, nothing but a chance likeness speaks for a type. */
const MIN_FITNESS = 5;

/** How much speaks for a resource type of IAM: the event's own noun outweighs everything else. */
const fitness = (type: IamResourceType, { name, typeNouns, action, operation }: Evidence): number => {
  const key = plain(type.key);
  const own = variablesOf(type.arn).at(-1) ?? '';
  const words = wordsOf(type.arn);
  const isNamed = (noun: string): boolean => [key, words, words.replace(/s$/, ''), stem(own)].includes(noun);
  const nouns = [nounOf(name), ...typeNouns];
  let sum = type.isTaggable ? 1 : -8;
  if (isNamed(nounOf(name))) sum += 16;
  else if (nouns.some(isNamed)) sum += 8;
  if (isReturned(type, own, operation)) sum += 5;
  // IAM also lists what a call reads: the subnet of a volume, the backup of a cluster.
  if (action?.resourceTypes.includes(type.key)) sum += 4;
  if (nouns.some((noun) => key.length > 4 && noun.endsWith(key))) sum += 5;
  else if (nouns.some((noun) => noun.endsWith(key) || key.endsWith(noun))) sum += 2;
  return sum;
};

/** An id is never filled with a name: the ARN of a secret ends with what the service adds to its name. */
const IS_ID = /(id|identifier|uuid|number|token)$/i;

/**
 * A variable as the call's members spell it: by the same name, or by a name for the same noun. `{KeyPairId|KeyPairName}` is
 * the first, or else the second. `noun` is null for a variable of a parent: only what is created may be a bare `id` or `name`.
 */
const spelled = (variable: string, noun: string | null, { input, output }: Operation): string => {
  if (/WithPath$/.test(variable)) return variable;
  const texts = [output, input].map((side) =>
    side.filter(
      ({ name, isText }) => isText && !/arn$/i.test(name) && (!IS_ID.test(variable) || IS_ID.test(name)),
    ),
  );
  if (texts.some((side) => side.some(({ name }) => plain(name) === plain(variable)))) return variable;
  const endings = /name$/i.test(variable) ? ['name', 'id', 'identifier'] : ['id', 'identifier', 'name'];
  const nouns = [stem(variable), noun ?? ''].filter((one) => one !== '');
  const names = [
    ...nouns.flatMap((one) => endings.map((ending) => `${one}${ending}`)),
    ...(noun === null ? [] : [...endings, noun]),
  ];
  const near = texts.map((side) => side.filter(({ depth }) => depth <= 2));
  const named = near.flatMap((side) =>
    names.flatMap((name) => side.find((one) => plain(one.name) === name) ?? []),
  );
  // The last part of a noun: a security group's `GroupId`.
  const isPart = ({ name }: Member): boolean =>
    noun !== null && stem(name).length > 3 && noun.endsWith(stem(name)) && plain(name) !== stem(name);
  const found = named[0] ?? near.flatMap((side) => side.filter(isPart))[0];
  return found === undefined ? variable : `${found.name}|${variable}`;
};

const templateOf = (arn: string, { name, operation }: Evidence): string => {
  if (!operation) return arn;
  const variables = variablesOf(arn);
  return arn.replaceAll(VARIABLE, (whole, variable: string) => {
    if (FIXED.includes(variable)) return whole;
    const names = spelled(variable, variable === variables.at(-1) ? nounOf(name) : null, operation);
    const [first = ''] = names.split('|');
    // One member cannot be two parts of an ARN.
    return variables.some((other) => other !== variable && plain(other) === plain(first))
      ? whole
      : `{${names}}`;
  });
};

/** The templates of the ARNs of what an event creates: several if the types fit equally well. */
export const templatesFor = (types: readonly IamResourceType[], evidence: Evidence): string[] => {
  const rated = types.map((type) => ({ type, rating: fitness(type, evidence) }));
  const best = Math.max(MIN_FITNESS, ...rated.map(({ rating }) => rating));
  const fitting = rated
    .filter(({ rating }) => rating === best)
    .map(({ type }) => templateOf(type.arn, evidence));
  return [...new Set(fitting)];
};

/** The member of the response that holds the ARN. */
export const arnMemberOf = (name: string, { output }: Operation): string | undefined => {
  const near = output.filter((one) => one.depth <= 2 && one.isText);
  const named = [`${nounOf(name)}arn`, 'arn'].flatMap(
    (wanted) => near.find((one) => plain(one.name) === wanted) ?? [],
  );
  const first = near.filter((one) => one.depth === 1 && /arn$/i.test(one.name));
  return (named[0] ?? (first.length === 1 ? first[0] : undefined))?.name;
};
