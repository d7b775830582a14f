import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeTags } from '../../../lambdas/domain/judge-tags.ts';
import type { OwnerTag } from '../../../lambdas/domain/owner-tag.ts';
import type { Tag } from '../../../lambdas/domain/tag.ts';
import { isTerminable } from '../../../lambdas/domain/verdict.ts';
import { ENFORCED, givenTwoAccounts } from '../given-configuration.ts';
import { expectRole } from '../policies.ts';
import { expectStack, synthesize } from '../synthesize.ts';
import { isLike, isMet } from './evaluate-condition.ts';

const RUNS = { numRuns: 5000 };

const patterns = ['?*@ucsc.edu', 'shared', 'team-??', 'a*b*c'];

const keys = fc.oneof(
  fc.constantFrom(
    'Owner',
    'owner',
    'OWNER',
    'oWnEr',
    'Owner ',
    ' owner',
    'Owner\t',
    'Owners',
    'Name',
    'ＯＷＮＥＲ',
  ),
  fc.string({ maxLength: 8 }),
);
const values = fc.oneof(
  fc.constantFrom(
    'bob@ucsc.edu',
    'Bob@UCSC.edu',
    ' bob@ucsc.edu ',
    '@ucsc.edu',
    'shared',
    'SHARED',
    'shared\n',
  ),
  fc.constantFrom(
    '',
    ' ',
    '\t',
    '?',
    '*',
    'team-ab',
    'team-é😀',
    'TEAM-AB',
    'abc',
    'aXbYc',
    'AxByC',
    'mallory',
  ),
  fc.string({ maxLength: 12, unit: 'grapheme' }),
);
// EC2 tells keys apart by case, and holds each only once.
const tagSets: fc.Arbitrary<Tag[]> = fc.uniqueArray(fc.record({ key: keys, value: values }), {
  maxLength: 6,
  selector: ({ key }) => key,
});

/** Every view that IAM may have of the tags: of several keys that differ in case it looks at one, and says not which. */
const viewsOf = (tags: readonly Tag[], key: string): (string | undefined)[] => {
  const variants = tags.filter((tag) => tag.key.toLowerCase() === key.toLowerCase());
  return variants.length === 0 ? [undefined] : variants.map(({ value }) => value);
};

describe.each(['report', 'terminate'] as const)('onInvalidValue %s', (onInvalidValue) => {
  const ownerTag: OwnerTag = { key: 'Owner', patterns, onInvalidValue };
  const account = expectStack(
    synthesize({ ...givenTwoAccounts(), ownerTag }),
    `TagEnforcement-Account-${ENFORCED}`,
  );
  const [guard, ...others] = expectRole(account, 'tag-enforcement-act').statements;
  const allows = (owner: string | undefined): boolean =>
    isMet(
      guard?.Condition ?? {},
      new Map([
        ['aws:requestedregion', 'us-west-2'],
        ...(owner === undefined ? [] : ([['aws:resourcetag/owner', owner]] as const)),
      ]),
    );

  test('the Guard is all that the act role has', () => {
    expect(others).toEqual([]);
    expect(allows(undefined)).toBe(true);
    expect(allows('bob@ucsc.edu')).toBe(false);
    expect(allows('')).toBe(true);
    expect(allows('mallory')).toBe(onInvalidValue === 'terminate');
  });

  test('what is judged terminable IAM allows to terminate, whichever variant of the key it looks at', () => {
    let terminable = 0;
    fc.assert(
      fc.property(tagSets, (tags) => {
        if (!isTerminable(judgeTags(tags, ownerTag))) return true;
        terminable += 1;
        return viewsOf(tags, ownerTag.key).every(allows);
      }),
      RUNS,
    );
    // The property is about something: a judgement that ends nothing would meet it too.
    expect(terminable).toBeGreaterThan(RUNS.numRuns / 20);
  });

  test('a valid Owner is never terminable, whatever other tags say', () => {
    const valid = values.filter((value) => patterns.some((pattern) => isLike(pattern, value)));
    fc.assert(
      fc.property(tagSets, valid, (tags, value) => {
        const others = tags.filter(({ key }) => key !== 'Owner');
        return !isTerminable(judgeTags([...others, { key: 'Owner', value }], ownerTag));
      }),
      RUNS,
    );
  });

  test('nor is the only spelling of the key with a valid value', () => {
    const spelling = fc.constantFrom('owner', 'OWNER', ' Owner', 'owner\t');
    const valid = values.filter((value) => patterns.some((pattern) => isLike(pattern, value)));
    fc.assert(
      fc.property(spelling, valid, (key, value) => !isTerminable(judgeTags([{ key, value }], ownerTag))),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['?*@ucsc.edu', 'bob@ucsc.edu', true],
  ['?*@ucsc.edu', '@ucsc.edu', false],
  ['?*@ucsc.edu', 'bob@UCSC.edu', false],
  ['?*', '', false],
  ['?*', '\n', true],
  ['a*b*c', 'abbc', true],
  ['a.c', 'abc', false],
  ['', '', true],
])('StringLike %j takes %j: %s', (pattern, value, expected) => {
  expect(isLike(pattern, value)).toBe(expected);
});
