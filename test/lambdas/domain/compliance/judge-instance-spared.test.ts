import { describe, expect, test } from '@jest/globals';
import {
  judgeWithExemptions,
  type LaunchFacts,
  type Rule,
} from '../../../../lambdas/domain/compliance/judge-instance.ts';
import { anInstance } from '../../an-instance.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';
import { at, textAt } from '../../at.ts';

const exemption = { subAccount: '422448306679', reason: 'a migration', until: '2026-12-31' };
const launched: LaunchFacts = { accountId: '422448306679', identity: undefined, launchedAt: textAt(0) };
const judge = (
  instance: ReturnType<typeof anInstance>,
  rule: Partial<Rule>,
  how: Partial<LaunchFacts> = {},
  parent: Parameters<typeof judgeWithExemptions>[4] = null,
) =>
  judgeWithExemptions(
    instance,
    { ...launched, ...how },
    { ownerTag: anOwnerTag(), exemptions: [], enforceLaunchesAfter: null, matchesNoUser: false, ...rule },
    at(2),
    parent,
  );

const UNCLEARED = [
  {},
  { Owner: '' },
  { Owner: 'nobody' },
  { owner: 'shared' },
  { owner: 'shared', OWNER: 'amy@ucsc.edu' },
];
const exempt = { is: 'exempt', reason: 'exempt-by-configuration', why: 'a migration' };
const older = { is: 'exempt', reason: 'before-enforcement' };

describe('an exemption', () => {
  test.each(UNCLEARED)('covers an instance with the tags %j, and says why', (tags) => {
    expect(judge(anInstance('i-1', tags), { exemptions: [exemption] })).toEqual(exempt);
  });

  test('covers an instance that would inherit an Owner', () => {
    const parent = { kind: 'instance', id: 'i-0leader', owner: 'shared' } as const;
    expect(judge(anInstance('i-1'), { exemptions: [exemption] }, {}, parent)).toEqual(exempt);
  });

  test.each([
    ['compliant', anInstance('i-1', { Owner: 'shared' }), 'owner-valid'],
    ['gone', anInstance('i-1', {}, { state: 'terminated' }), 'terminated'],
    ['managed by AWS', anInstance('i-1', {}, { managedByAws: true }), 'aws-managed'],
  ])('is not used for an instance that is %s', (_, instance, reason) => {
    const rule = { exemptions: [exemption], enforceLaunchesAfter: textAt(1) };
    expect(judge(instance, rule).reason).toBe(reason);
  });

  test('is used before the age of the instance', () => {
    expect(judge(anInstance('i-1'), { exemptions: [exemption], enforceLaunchesAfter: textAt(1) })).toEqual(
      exempt,
    );
  });

  test('covers nothing once it has expired', () => {
    const over = { ...exemption, until: '2026-11-02' };
    expect(judge(anInstance('i-1'), { exemptions: [over] }).reason).toBe('owner-missing');
  });
});

describe('an instance launched before enforceLaunchesAfter', () => {
  test.each(UNCLEARED)('is only reported if it has the tags %j', (tags) => {
    expect(judge(anInstance('i-1', tags), { enforceLaunchesAfter: textAt(1) })).toEqual(older);
  });

  test.each<[string, string | null, string | null, string, string]>([
    ['launched then', textAt(0), textAt(0), textAt(0), 'owner-missing'],
    ['launched a moment before', textAt(0), textAt(0), '2026-11-03T17:00:00.001Z', 'before-enforcement'],
    ['started again since', '2026-01-01T00:00:00Z', textAt(5), textAt(1), 'before-enforcement'],
    ['created before, by what EC2 shows', null, textAt(0), textAt(1), 'before-enforcement'],
    ['created after', null, textAt(2), textAt(1), 'owner-missing'],
    ['of unknown age', null, null, textAt(1), 'before-enforcement'],
  ])('%s', (_, launchedAt, createdAt, enforceLaunchesAfter, reason) => {
    const instance = anInstance('i-1', {}, { createdAt });
    expect(judge(instance, { enforceLaunchesAfter }, { launchedAt }).reason).toBe(reason);
  });
});

describe('an instance of unknown launcher that an exemption by role may cover', () => {
  const byRole = { role: 'arn:aws:iam::*:role/batch-*', reason: 'batch', until: '2026-12-31' };

  test.each(UNCLEARED)('is only reported if it has the tags %j', (tags) => {
    expect(judge(anInstance('i-1', tags), { exemptions: [byRole] })).toEqual({
      is: 'exempt',
      reason: 'launcher-not-known',
    });
  });

  test('is judged by its age and its Owner first', () => {
    const rule = { exemptions: [byRole], enforceLaunchesAfter: textAt(1) };
    expect(judge(anInstance('i-1'), rule)).toEqual(older);
    expect(judge(anInstance('i-1', { Owner: 'shared' }), rule).is).toBe('compliant');
  });
});
