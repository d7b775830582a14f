import { describe, expect, test } from '@jest/globals';
import { type Existing, sift } from '../../../../lambdas/domain/sweep/sweep.ts';
import { aPolicy } from '../../a-policy.ts';
import { anExisting } from '../../an-existing.ts';
import { at, textAt } from '../../at.ts';

const sifted = (existing: readonly Existing[], policy = aPolicy(), now = at(60)) => {
  const { suspects, beforeEnforcement, ...others } = sift(
    existing,
    '422448306679',
    { rule: policy, timing: policy.timing },
    now,
  );
  return {
    suspects: suspects.map(({ instance, isTerminable }) => [instance.instanceId, isTerminable]),
    beforeEnforcement: beforeEnforcement.map(({ instance }) => instance.instanceId),
    ...others,
  };
};
const none = { suspects: [], exempted: [], beforeEnforcement: [] };

describe('a suspect is', () => {
  test.each([
    ['without an Owner', {}, true],
    ['with an empty one', { Owner: '' }, true],
    ['with a near miss, which is corrected', { owner: 'bob@ucsc.edu' }, false],
  ])('what is %s', (_, tags, isTerminable) => {
    expect(sifted([anExisting('i-1', tags)])).toEqual({ ...none, suspects: [['i-1', isTerminable]] });
  });

  test('what is stopped too', () => {
    expect(sifted([anExisting('i-1', {}, { instance: { state: 'stopped' } })]).suspects).toHaveLength(1);
  });

  test('what an exemption by role may cover: its grace period finds that out, and may end it', () => {
    const role = { role: 'arn:aws:iam::422448306679:role/toil-*', reason: 'Toil', until: '2027-01-01' };
    expect(sifted([anExisting('i-1')], aPolicy({ exemptions: [role] }))).toEqual({
      ...none,
      suspects: [['i-1', true]],
    });
  });
});

describe('no suspect is', () => {
  test.each<[string, Existing]>([
    ['what has a valid Owner', anExisting('i-1', { Owner: 'bob@ucsc.edu' })],
    ['what has an invalid one, which ends nothing', anExisting('i-1', { Owner: 'bob' })],
    ['what AWS manages', anExisting('i-1', {}, { instance: { managedByAws: true } })],
    ['what is ending', anExisting('i-1', {}, { instance: { state: 'shutting-down' } })],
  ])('%s', (_, existing) => {
    expect(sifted([existing])).toEqual(none);
  });

  test('what is exempt: it is told by its reason', () => {
    const ami = { ami: 'ami-0123456789abcdef0', reason: 'a grant', until: '2027-01-01' };
    const existing = [anExisting('i-1'), anExisting('i-2'), anExisting('i-3', { Owner: 'shared' })];
    expect(sifted(existing, aPolicy({ exemptions: [ami] }))).toEqual({
      ...none,
      exempted: [{ why: 'a grant', instanceIds: ['i-1', 'i-2'] }],
    });
  });

  test('what is older than enforcement: it is told', () => {
    const policy = aPolicy({ enforceLaunchesAfter: textAt(10) });
    const young = anExisting('i-2', {}, { instance: { createdAt: textAt(11) } });
    expect(sifted([anExisting('i-1'), young], policy)).toEqual({
      suspects: [['i-2', true]],
      exempted: [],
      beforeEnforcement: ['i-1'],
    });
  });

  test('what is so young that its record may yet come: for its grace period, and five minutes', () => {
    const existing = [anExisting('i-1')];
    expect(sifted(existing, aPolicy(), at(14, 59)).suspects).toEqual([]);
    expect(sifted(existing, aPolicy(), at(15)).suspects).toEqual([['i-1', true]]);
    const longer = aPolicy({ timing: { ...aPolicy().timing, gracePeriodMinutes: 30 } });
    expect(sifted(existing, longer, at(34)).suspects).toEqual([]);
  });

  test('though older than enforcement: its own grace period tells of it', () => {
    const policy = aPolicy({ enforceLaunchesAfter: textAt(10) });
    expect(sifted([anExisting('i-1')], policy, at(14, 59)).beforeEnforcement).toEqual([]);
    expect(sifted([anExisting('i-1')], policy, at(15)).beforeEnforcement).toEqual(['i-1']);
  });

  test('but what nothing is known of is not young', () => {
    const ageless = anExisting('i-1', {}, { instance: { createdAt: null } });
    expect(sifted([ageless], aPolicy(), at(0)).suspects).toEqual([['i-1', true]]);
  });
});
