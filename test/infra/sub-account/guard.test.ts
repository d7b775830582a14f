import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeTags, type OwnerTag } from '../../../lambdas/domain/compliance/owner-rule.ts';
import { isTerminable } from '../../../lambdas/domain/compliance/verdict.ts';
import { type ResourceTagOrder, resourceSessionPolicy } from '../../../lambdas/domain/grace-period/repair.ts';
import type { Tag } from '../../../lambdas/domain/instances.ts';
import { planPropagation } from '../../../lambdas/domain/propagation/attachment.ts';
import { correctionOf } from '../../../lambdas/domain/reminder/correction.ts';
import { parsePolicy, allows as sessionAllows } from '../../../local/iam/policy.ts';
import { anAttachment } from '../../lambdas/an-attachment.ts';
import { anInstance } from '../../lambdas/an-instance.ts';
import { ENFORCED, givenTwoAccounts } from '../given-configuration.ts';
import { expectRole } from '../policies.ts';
import { synthesizeAccount } from '../synthesize.ts';
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
// EC2 distinguishes keys by case, and has each only once.
const tagSets: fc.Arbitrary<Tag[]> = fc.uniqueArray(fc.record({ key: keys, value: values }), {
  maxLength: 6,
  selector: ({ key }) => key,
});

/** Every view that IAM may have of the tags: of keys that differ only in case it uses one, but does not document which. */
const viewsOf = (tags: readonly Tag[], key: string): (string | undefined)[] => {
  const variants = tags.filter((tag) => tag.key.toLowerCase() === key.toLowerCase());
  return variants.length === 0 ? [undefined] : variants.map(({ value }) => value);
};

const SETTINGS = (['report', 'terminate'] as const).flatMap((onInvalidValue) =>
  (['stop', 'override', 'report'] as const).map(
    (onTerminationProtection) => [onInvalidValue, onTerminationProtection] as const,
  ),
);

/** The act role's statements about instances, by setting. */
const ACTS = {
  stop: ['ec2:StopInstances', 'ec2:TerminateInstances'],
  override: ['ec2:ModifyInstanceAttribute', 'ec2:TerminateInstances'],
  report: ['ec2:TerminateInstances'],
} as const;

describe.each(SETTINGS)('onInvalidValue %s, onTerminationProtection %s', (onInvalidValue, setting) => {
  const ownerTag: OwnerTag = { key: 'Owner', patterns, onInvalidValue };
  const configuration = { ...givenTwoAccounts(), ownerTag, onTerminationProtection: setting };
  const { statements } = expectRole(synthesizeAccount(configuration, ENFORCED), 'tag-enforcement-act');
  const isAllowed = (action: string, context: readonly (readonly [string, string])[]): boolean =>
    statements.some(
      ({ Action, Condition = {} }) =>
        Action.includes(action) &&
        isMet(Condition, new Map([['aws:requestedregion', 'us-west-2'], ...context])),
    );
  /** Whether all actions on an instance with this Owner are allowed; throws if only some are. */
  const allows = (owner: string | undefined): boolean => {
    const tag = owner === undefined ? [] : ([['aws:resourcetag/owner', owner]] as const);
    const off = ['ec2:attribute/disableapitermination', 'false'] as const;
    const [first, ...others] = ACTS[setting].map((action) => isAllowed(action, [...tag, off]));
    if (others.some((other) => other !== first))
      throw new Error(`not every act on ${owner} is judged the same`);
    return first ?? false;
  };

  test('the Guard is a condition of everything that the act role may do to instances', () => {
    const onInstances = statements.filter(({ Resource }) => JSON.stringify(Resource).includes(':instance/*'));
    expect(onInstances.flatMap(({ Action }) => Action).sort()).toEqual(ACTS[setting]);
    for (const { Condition } of onInstances) {
      expect(Condition?.StringNotLikeIfExists).toEqual({ 'aws:ResourceTag/Owner': expect.anything() });
    }
    expect(allows(undefined)).toBe(true);
    expect(allows('bob@ucsc.edu')).toBe(false);
    expect(allows('')).toBe(true);
    expect(allows('mallory')).toBe(onInvalidValue === 'terminate');
  });

  test('its other permissions change no instance', () => {
    const others = statements.filter(({ Resource }) => !JSON.stringify(Resource).includes(':instance/*'));
    expect(others.flatMap(({ Action }) => Action).sort()).toEqual([
      'ec2:CancelSpotInstanceRequests',
      'ec2:DescribeInstances',
      'ec2:DescribeSpotInstanceRequests',
      'ec2:DescribeTags',
    ]);
  });

  test('the only attribute that it may modify is termination protection, which it may only turn off', () => {
    const modify = (key: string, value: string) => isAllowed('ec2:ModifyInstanceAttribute', [[key, value]]);
    expect(modify('ec2:attribute/disableapitermination', 'false')).toBe(setting === 'override');
    expect(modify('ec2:attribute/disableapitermination', 'true')).toBe(false);
    expect(modify('ec2:attribute/userdata', 'false')).toBe(false);
  });

  test('IAM allows terminating an instance that is judged terminable, whichever variant of the key it uses', () => {
    let terminable = 0;
    fc.assert(
      fc.property(tagSets, (tags) => {
        if (!isTerminable(judgeTags(tags, ownerTag))) return true;
        terminable += 1;
        return viewsOf(tags, ownerTag.key).every(allows);
      }),
      RUNS,
    );
    // Some instances must be terminable: otherwise the property would hold for a judgement that terminates nothing.
    expect(terminable).toBeGreaterThan(RUNS.numRuns / 20);
  });

  test('a valid Owner is never terminable, whatever other tags say', () => {
    const valid = values.filter((value) => patterns.some((pattern) => isLike(pattern, value)));
    const property = fc.property(tagSets, valid, (tags, value) => {
      const others = tags.filter(({ key }) => key !== 'Owner');
      return !isTerminable(judgeTags([...others, { key: 'Owner', value }], ownerTag));
    });
    expect(() => fc.assert(property, RUNS)).not.toThrow();
  });

  test('an instance with a near miss is never terminable', () => {
    const spelling = fc.constantFrom('owner', 'OWNER', ' Owner', 'owner\t');
    const valid = values.filter((value) => patterns.some((pattern) => isLike(pattern, value)));
    const property = fc.property(
      spelling,
      valid,
      (key, value) => !isTerminable(judgeTags([{ key, value }], ownerTag)),
    );
    expect(() => fc.assert(property, { numRuns: 500 })).not.toThrow();
  });
});

describe('an Owner is never written over another', () => {
  const ownerTag: OwnerTag = { key: 'Owner', patterns, onInvalidValue: 'report' };
  const template = synthesizeAccount({ ...givenTwoAccounts(), ownerTag }, ENFORCED);
  const { statements } = expectRole(template, 'tag-enforcement-propagate');
  /** Whether IAM allows writing an Owner on something that it sees with this Owner. */
  const allows = (seen: string | undefined, written = 'bob@ucsc.edu', key = 'Owner'): boolean =>
    statements.some(
      ({ Action, Condition = {} }) =>
        Action.includes('ec2:CreateTags') &&
        isMet(
          Condition,
          new Map([
            ['aws:requestedregion', 'us-west-2'],
            ['aws:tagkeys', key],
            ['aws:requesttag/owner', written],
            ...(seen === undefined ? [] : ([['aws:resourcetag/owner', seen]] as const)),
          ]),
        ),
    );

  test('IAM refuses where it sees any Owner, also an empty one, and any value that is not valid', () => {
    expect(allows(undefined)).toBe(true);
    expect(allows('')).toBe(false);
    expect(allows('amy@ucsc.edu')).toBe(false);
    expect(allows(undefined, 'mallory')).toBe(false);
    expect(allows(undefined, 'bob@ucsc.edu', 'owner')).toBe(false);
  });

  test('what the code decides to write, IAM allows, and an Owner in any case is refused by both', () => {
    const owned = anInstance('i-1', { Owner: 'bob@ucsc.edu' });
    let written = 0;
    const property = fc.property(tagSets, (tags) => {
      const attached = anAttachment('vol-1', 'i-1', {}, { tags });
      const toWrite = planPropagation(
        ENFORCED,
        [owned],
        [attached],
        { ownerTag, exemptions: [] },
        new Date(),
      );
      if (toWrite.length > 0) written += 1;
      const isAllowed = viewsOf(tags, 'Owner').every((seen) => allows(seen));
      const hasOwner = tags.some(({ key }) => key.toLowerCase() === 'owner');
      return isAllowed !== hasOwner && (toWrite.length === 0 || isAllowed);
    });
    expect(() => fc.assert(property, RUNS)).not.toThrow();
    expect(written).toBeGreaterThan(RUNS.numRuns / 20);
  });
});

describe('a near miss of a volume is corrected, and nothing else is written over', () => {
  const ownerTag: OwnerTag = { key: 'Owner', patterns, onInvalidValue: 'report' };
  const template = synthesizeAccount({ ...givenTwoAccounts(), ownerTag }, ENFORCED);
  const { statements } = expectRole(template, 'tag-enforcement-correct');
  const arn = `arn:aws:ec2:us-west-2:${ENFORCED}:volume/vol-1`;
  const orderOf = (tags: readonly Tag[]) =>
    correctionOf({ arn, resourceType: 'ec2:volume' }, judgeTags(tags, ownerTag), tags, ownerTag.key);

  /** Whether both the role and its session allow the write, where IAM sees this value. */
  const allows = (order: ResourceTagOrder, seen: string | undefined): boolean => {
    const { key, value } = order.tag;
    const context = [
      ['aws:requestedregion', 'us-west-2'],
      ['aws:tagkeys', key],
      ['aws:requesttag/owner', value],
      ...(seen === undefined ? [] : [['aws:resourcetag/owner', seen]]),
    ].map(([name = '', text = '']) => [name, text] as const);
    const byRole = statements.some(({ Condition = {} }) => isMet(Condition, new Map(context)));
    const bySession = sessionAllows(parsePolicy(JSON.parse(resourceSessionPolicy(order))), {
      caller: { arn: 'arn:aws:iam::422448306679:role/correct', accountId: '422448306679' },
      action: 'ec2:CreateTags',
      resource: arn,
      context: new Map(context.map(([name, text]) => [name, [text]])),
    });
    return byRole && bySession;
  };

  test('IAM allows what the code decides to write, and refuses it over an Owner that was written since', () => {
    let written = 0;
    const property = fc.property(tagSets, values, (tags, since) => {
      const order = orderOf(tags);
      if (!order) return true;
      written += 1;
      const isSeen = viewsOf(tags, 'Owner').every((seen) => allows(order, seen));
      const isNew = since !== order.tag.value && !order.over.includes(since);
      return isSeen && (!isNew || !allows(order, since));
    });
    expect(() => fc.assert(property, RUNS)).not.toThrow();
    expect(written).toBeGreaterThan(RUNS.numRuns / 100);
  });

  test('IAM refuses any other key, and any value that is not valid', () => {
    const order = { arn, tag: { key: 'Owner', value: 'bob@ucsc.edu' }, over: [] };
    expect(allows(order, undefined)).toBe(true);
    expect(allows({ ...order, tag: { key: 'owner', value: 'bob@ucsc.edu' } }, undefined)).toBe(false);
    expect(allows({ ...order, tag: { key: 'Owner', value: 'mallory' } }, undefined)).toBe(false);
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
