import { describe, expect, test } from '@jest/globals';
import { judgeOwnership, type ReportRule, usersOf } from '../../../../lambdas/domain/report/judge.ts';

const NOW = new Date('2026-11-02T15:00:00Z');
const rule = (overrides: Partial<ReportRule> = {}): ReportRule => ({
  ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'], onInvalidValue: 'report' },
  exemptions: [],
  users: usersOf(['ann@ucsc.edu', 'Max@ucsc.edu']),
  ...overrides,
});
const judge = (
  tags: Record<string, string>,
  overrides: Partial<ReportRule> = {},
  imageId: string | null = null,
) =>
  judgeOwnership(
    {
      accountId: '422448306679',
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      imageId,
    },
    rule(overrides),
    NOW,
  );

describe('a resource is', () => {
  test.each([
    [{ Owner: 'ann@ucsc.edu' }, { is: 'owned', owner: 'ann@ucsc.edu' }],
    // IAM's names differ in case from each other in no account.
    [{ Owner: 'max@ucsc.edu' }, { is: 'owned', owner: 'max@ucsc.edu' }],
    [{ Owner: 'left@ucsc.edu' }, { is: 'departed', owner: 'left@ucsc.edu' }],
    // A name that the configuration lists means no person.
    [{ Owner: 'shared' }, { is: 'owned', owner: 'shared' }],
    [{ Owner: 'Ann Smith' }, { is: 'invalid', key: 'Owner', value: 'Ann Smith' }],
    [{ owner: 'ann@ucsc.edu' }, { is: 'invalid', key: 'owner', value: 'ann@ucsc.edu' }],
    [
      { Owner: 'Ann', owner: 'ann@ucsc.edu' },
      { is: 'invalid', key: 'Owner', value: 'Ann' },
    ],
    [
      { owner: 'ann@ucsc.edu', OWNER: 'max@ucsc.edu' },
      { is: 'invalid', key: 'owner', value: 'ann@ucsc.edu' },
    ],
    [{ Owner: '' }, { is: 'unowned' }],
    [{ Name: 'x' }, { is: 'unowned' }],
  ])('%j: %j', (tags, ownership) => {
    expect(judge(tags)).toEqual(ownership);
  });
});

describe('nobody is departed', () => {
  test.each([
    ['if the directory is empty', usersOf([])],
    ['if it cannot be read', null],
  ])('%s', (_, users) => {
    expect(judge({ Owner: 'left@ucsc.edu' }, { users })).toEqual({ is: 'owned', owner: 'left@ucsc.edu' });
  });
});

describe('an exemption', () => {
  const terms = { reason: 'the course', until: '2026-12-31' };
  const accepted = { is: 'accepted', ...terms };

  test.each([
    ['by tag', { ...terms, tag: { key: 'course' } }, { course: 'x' }],
    ['by sub-account', { ...terms, subAccount: '422448306679' }, {}],
    ['over an invalid Owner', { ...terms, subAccount: '422448306679' }, { Owner: 'Ann' }],
  ])('%s is accepted', (_, exemption, tags) => {
    expect(judge(tags, { exemptions: [exemption] })).toEqual(accepted);
  });

  test('by AMI is accepted of its instances alone', () => {
    const exemptions = [{ ...terms, ami: 'ami-1' }];
    expect(judge({}, { exemptions }, 'ami-1')).toEqual(accepted);
    expect(judge({}, { exemptions })).toEqual({ is: 'unowned' });
  });

  test('of another account, one that is over, and one by role are not', () => {
    const exemptions = [
      { ...terms, subAccount: '111122223333' },
      { reason: 'over', until: '2026-11-01', subAccount: '422448306679' },
      { ...terms, role: 'arn:aws:iam::422448306679:role/*' },
    ];
    expect(judge({}, { exemptions })).toEqual({ is: 'unowned' });
  });

  test('does not take a resource from its owner', () => {
    expect(
      judge({ Owner: 'ann@ucsc.edu' }, { exemptions: [{ ...terms, subAccount: '422448306679' }] }),
    ).toEqual({
      is: 'owned',
      owner: 'ann@ucsc.edu',
    });
  });
});
