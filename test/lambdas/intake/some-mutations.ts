import * as fc from 'fast-check';

/** A change of one value in a record: `at` chooses which one. */
export type Mutation = { readonly at: number; readonly to: unknown };

/** Replacements for a value: nothing, another type, something huge, something harmful. */
const LEFT_OUT = Symbol('left out');
const VALUES: readonly unknown[] = [
  LEFT_OUT,
  null,
  '',
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  true,
  [],
  {},
  [[[]]],
  { items: null },
  { items: [null] },
  { items: {} },
  '2026-11-03T17:00:00Z',
  '+275760-09-13T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '0000-00-00T00:00:00Z',
  'RunInstances',
  'aws.tag',
  'i-1\nBcc: all@example.org',
  '\u001b[2J\u009b31m',
  '\u202egnp\u200b\u2028',
  '<script>alert(1)</script>',
  '$(reboot)',
  '../../../etc/passwd',
  '__proto__',
  '\ud800',
  'arn:aws:ec2:us-west-2:422448306679:instance/i-1\u0000',
];

const someValue = fc.oneof(
  { weight: 400, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 100, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  { weight: 50, arbitrary: fc.integer() },
  { weight: 30, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  // CloudTrail's largest record has 256 KB. Only some hundred are made, because they take time.
  { weight: 9, arbitrary: fc.constant('x'.repeat(10_000)) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(200_000)) },
);

export const someMutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ at: fc.nat(10_000), to: someValue }),
  { minLength: 1, maxLength: 3 },
);

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

/** Every place in a value: the object that holds it, and its key. */
const placesIn = (value: unknown, found: Place[] = []): Place[] => {
  if (!isContainer(value)) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value, key });
    placesIn(value[key], found);
  }
  return found;
};

/** The record, given as JSON, with the changes applied one after another. */
export const mutated = (record: string, mutations: readonly Mutation[]): unknown => {
  const copy: unknown = JSON.parse(record);
  for (const { at, to } of mutations) {
    const places = placesIn(copy);
    const place = places[at % places.length];
    if (!place) continue;
    if (to === LEFT_OUT) delete place.holder[place.key];
    else place.holder[place.key] = isContainer(to) ? structuredClone(to) : to;
  }
  return copy;
};
