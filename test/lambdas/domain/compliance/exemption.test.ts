import { describe, expect, test } from '@jest/globals';
import { type Exemption, exemptionOf, isExpired } from '../../../../lambdas/domain/compliance/exemption.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import { anIamUser, anInstanceSession, aRoleSession } from '../../an-identity.ts';
import { anInstance } from '../../an-instance.ts';
import { at } from '../../at.ts';

const ACCOUNT = '422448306679';
const terms = { reason: 'a grant', until: '2026-12-31' };
const byRole = (pattern: string): Exemption => ({ role: `arn:aws:iam::${pattern}`, ...terms });

const found = (
  exemption: Exemption,
  instance = anInstance('i-1'),
  identity: Identity | undefined = anIamUser('bob@ucsc.edu'),
) => exemptionOf(instance, { accountId: ACCOUNT, identity }, [exemption], at(2));

describe('an exemption covers', () => {
  const tagged = anInstance('i-1', { Purpose: 'login', Empty: '' });
  test.each<[string, Exemption]>([
    ['a tag of any value', { tag: { key: 'Purpose' }, ...terms }],
    ['a tag of its value', { tag: { key: 'Purpose', value: 'login' }, ...terms }],
    ['a tag without a value', { tag: { key: 'Empty', value: '' }, ...terms }],
    ['a pattern of values', { tag: { key: 'Purpose', value: 'log*' }, ...terms }],
    ['a pattern of keys', { tag: { key: '?urpos*' }, ...terms }],
    ['patterns of both', { tag: { key: 'P*', value: 'l???n' }, ...terms }],
    ['any value, also none', { tag: { key: 'Empty', value: '*' }, ...terms }],
    ['an AMI', { ami: tagged.imageId, ...terms }],
    ['a sub-account', { subAccount: ACCOUNT, ...terms }],
  ])('%s', (_, exemption) => {
    expect(found(exemption, tagged)).toBe(exemption);
  });

  test.each<[string, Exemption]>([
    ['another key', { tag: { key: 'purpose' }, ...terms }],
    ['another value', { tag: { key: 'Purpose', value: 'Login' }, ...terms }],
    ['a pattern of other keys', { tag: { key: 'Purpose?' }, ...terms }],
    ['a pattern of other values', { tag: { key: 'Purpose', value: 'log?' }, ...terms }],
    ['a pattern of a value where there is none', { tag: { key: 'Empty', value: '?*' }, ...terms }],
    ['key and value of two tags', { tag: { key: 'Empt?', value: 'log*' }, ...terms }],
    ['an AMI by a pattern', { ami: 'ami-*', ...terms }],
    ['a sub-account by a pattern', { subAccount: '*', ...terms }],
    ['a value where there is none', { tag: { key: 'Empty', value: 'login' }, ...terms }],
    ['another AMI', { ami: 'ami-1', ...terms }],
    ['another sub-account', { subAccount: '111122223333', ...terms }],
    ['a role, of what a user launched', byRole('*:role/*')],
  ])('not %s', (_, exemption) => {
    expect(found(exemption, tagged)).toBeNull();
  });
});

describe('an exemption by role covers', () => {
  const ofIdentityCenter: Identity = {
    is: 'identity-center-session',
    userName: 'bob@ucsc.edu',
    roleName: 'AWSReservedSSO_Admin_0123456789abcdef',
    invokedBy: null,
  };
  test.each<[string, Identity, string]>([
    ['a session of a role', aRoleSession(), `${ACCOUNT}:role/developer`],
    ['a pattern', aRoleSession(), '*:role/dev?lop*'],
    ['a session of an instance profile', anInstanceSession('i-0leader'), `${ACCOUNT}:role/toil-*`],
    ['a session of Identity Center', ofIdentityCenter, '*:role/AWSReservedSSO_Admin_*'],
  ])('%s', (_, identity, pattern) => {
    expect(found(byRole(pattern), anInstance('i-1'), identity)).toEqual(byRole(pattern));
  });

  test.each([`${ACCOUNT}:role/dev`, `${ACCOUNT}:role/Developer`, '111122223333:role/developer'])(
    'not %s',
    (pattern) => {
      expect(found(byRole(pattern), anInstance('i-1'), aRoleSession())).toBeNull();
    },
  );

  describe('where no record of the launch is known', () => {
    const unknown = (...exemptions: Exemption[]) =>
      exemptionOf(anInstance('i-1'), { accountId: ACCOUNT, identity: undefined }, exemptions, at(2));

    test.each([`${ACCOUNT}:role/developer`, '4224*:role/developer'])('%s may cover it', (pattern) => {
      expect(unknown(byRole(pattern))).toBe('launcher-not-known');
    });

    test('a role of another account may not', () => {
      expect(unknown(byRole('111122223333:role/developer'))).toBeNull();
    });

    test('an exemption that certainly covers the instance is used first', () => {
      const certain = { subAccount: ACCOUNT, ...terms };
      expect(unknown(byRole('*:role/*'), certain)).toBe(certain);
    });
  });
});

test('the first exemption that covers an instance is used', () => {
  const first = { subAccount: ACCOUNT, reason: 'first', until: '2026-12-31' };
  const second = { ...first, reason: 'second' };
  const by = { accountId: ACCOUNT, identity: undefined };
  expect(exemptionOf(anInstance('i-1'), by, [first, second], at(2))).toBe(first);
  expect(exemptionOf(anInstance('i-1'), by, [{ ...first, until: '2026-11-02' }, second], at(2))).toBe(second);
});

test('an exemption holds until the end of its last day, in UTC', () => {
  expect(isExpired('2026-11-03', new Date('2026-11-03T23:59:59.999Z'))).toBe(false);
  expect(isExpired('2026-11-03', new Date('2026-11-04T00:00:00Z'))).toBe(true);
});

test.each([byRole('*:role/*'), { subAccount: ACCOUNT, ...terms }])(
  'what is over covers nothing: %j',
  (exemption) => {
    expect(found({ ...exemption, until: '2026-11-02' }, anInstance('i-1'), aRoleSession())).toBeNull();
  },
);
