import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { SessionPolicyTooLarge } from '../../../../lambdas/domain/grace-period/errors.ts';
import { resourceSessionPolicy, tagSessionPolicy } from '../../../../lambdas/domain/grace-period/repair.ts';
import { resourceTagContexts } from '../../../../local/aws/ec2-role.ts';
import { allows, parsePolicy } from '../../../../local/iam/policy.ts';
import { instanceIds } from '../../instance-ids.ts';

const ACCOUNT = '422448306679';
const REGION = 'us-west-2';
const order = {
  instanceIds: ['i-0a', 'i-0b'],
  tag: { key: 'Owner', value: 'ann@ucsc.edu' },
  over: ['Ann@ucsc.edu ', ''],
};

const mayWrite = (
  policy: string,
  tags: Readonly<Record<string, string>>,
  instanceId = 'i-0a',
  action = 'ec2:CreateTags',
): boolean =>
  resourceTagContexts(Object.entries(tags).map(([key, value]) => ({ key, value }))).every((context) =>
    allows(parsePolicy(JSON.parse(policy)), {
      caller: { arn: 'arn:aws:iam::422448306679:role/repair', accountId: ACCOUNT },
      action,
      resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${instanceId}`,
      context,
    }),
  );

describe('the policy of a session that writes a tag', () => {
  const policy = tagSessionPolicy(ACCOUNT, REGION, order);

  test.each<[string, Readonly<Record<string, string>>]>([
    ['nothing', {}],
    ['another tag', { Name: 'a run' }],
    ['the value that the check found', { owner: 'Ann@ucsc.edu ' }],
    ['an empty value that the check found', { Owner: '' }],
    [
      'the value to write, so that the call may be repeated',
      { Owner: 'ann@ucsc.edu', owner: 'Ann@ucsc.edu ' },
    ],
  ])('allows writing over %s', (_, tags) => {
    expect(mayWrite(policy, tags)).toBe(true);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["somebody else's Owner", { Owner: 'bob@ucsc.edu' }],
    [
      "somebody else's Owner beside the value that the check found",
      { owner: 'Ann@ucsc.edu ', Owner: 'bob@ucsc.edu' },
    ],
    ['a value that a wildcard would match', { Owner: 'Ann@ucsc.edu !' }],
  ])('does not allow writing over %s', (_, tags) => {
    expect(mayWrite(policy, tags)).toBe(false);
  });

  test('does not allow writing over an empty value that the check did not find', () => {
    expect(mayWrite(tagSessionPolicy(ACCOUNT, REGION, { ...order, over: [] }), { Owner: '' })).toBe(false);
  });

  test('names its instances and one action', () => {
    expect([mayWrite(policy, {}, 'i-0b'), mayWrite(policy, {}, 'i-0c')]).toEqual([true, false]);
    expect(mayWrite(policy, {}, 'i-0a', 'ec2:DeleteTags')).toBe(false);
  });
});

test('the policy for one resource names that, by the ARN that IAM knows', () => {
  const arn = 'arn:aws:ec2:us-west-2::snapshot/snap-1';
  const policy = resourceSessionPolicy({ arn, tag: order.tag, over: ['Ann@ucsc.edu '] });
  const may = (resource: string, seen: string): boolean =>
    allows(parsePolicy(JSON.parse(policy)), {
      caller: { arn: 'arn:aws:iam::422448306679:role/correct', accountId: ACCOUNT },
      action: 'ec2:CreateTags',
      resource,
      context: new Map([['aws:resourcetag/owner', [seen]]]),
    });
  expect([may(arn, 'Ann@ucsc.edu '), may(arn, 'bob@ucsc.edu')]).toEqual([true, false]);
  expect(may('arn:aws:ec2:us-west-2::snapshot/snap-2', 'Ann@ucsc.edu ')).toBe(false);
});

const aValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.stringMatching(/^[${}*?\\aws:username-]{0,30}$/),
);

test('property: it allows exactly the given values, in characters that STS accepts', () => {
  fc.assert(
    fc.property(aValue, aValue, (seen, other) => {
      const policy = tagSessionPolicy(ACCOUNT, REGION, { ...order, over: [seen] });
      expect(policy).toMatch(/^[ -\u00ff]{1,2048}$/);
      expect(mayWrite(policy, { Owner: seen })).toBe(true);
      fc.pre(other !== seen && other !== order.tag.value);
      expect(mayWrite(policy, { Owner: other })).toBe(false);
    }),
  );
});

test('text that would begin a policy variable is escaped', () => {
  // Spelled out: IAM must not read it as the name of whoever asks.
  const policy = tagSessionPolicy(ACCOUNT, REGION, { ...order, over: [`\${aws:username}`] });
  expect(policy).toContain(`"\${$}{aws:username}"`);
});

test('a policy that is too large for STS is not requested', () => {
  const thirty = { ...order, instanceIds: instanceIds(24) };
  expect(tagSessionPolicy(ACCOUNT, REGION, thirty).length).toBeLessThanOrEqual(2048);
  expect(() => tagSessionPolicy(ACCOUNT, REGION, { ...order, instanceIds: instanceIds(40) })).toThrow(
    SessionPolicyTooLarge,
  );
  expect(() =>
    tagSessionPolicy(ACCOUNT, REGION, { ...order, over: ['ü'.repeat(256), '雪'.repeat(256)] }),
  ).toThrow(/set its tag/);
});
