import { describe, expect, test } from '@jest/globals';
import { classify, type ExistingInstance } from '../../../../lambdas/domain/sweep/classify.ts';
import { aPolicy } from '../../a-policy.ts';
import { anExistingInstance } from '../../an-existing-instance.ts';
import { at, textAt } from '../../at.ts';

const classified = (existing: readonly ExistingInstance[], policy = aPolicy(), now = at(60)) => {
  const { candidates, beforeEnforcement, ...others } = classify(
    existing,
    '422448306679',
    { rule: policy, timing: policy.timing },
    now,
  );
  return {
    candidates: candidates.map(({ instance, isTerminable }) => [instance.instanceId, isTerminable]),
    beforeEnforcement: beforeEnforcement.map(({ instance }) => instance.instanceId),
    ...others,
  };
};
const none = { candidates: [], exempted: [], beforeEnforcement: [] };

describe('a suspect is', () => {
  test.each([
    ['without an Owner', {}, true],
    ['with an empty one', { Owner: '' }, true],
    ['with a near miss, which is corrected', { owner: 'bob@ucsc.edu' }, false],
  ])('what is %s', (_, tags, isTerminable) => {
    expect(classified([anExistingInstance('i-1', tags)])).toEqual({
      ...none,
      candidates: [['i-1', isTerminable]],
    });
  });

  test('what is stopped too', () => {
    expect(
      classified([anExistingInstance('i-1', {}, { instance: { state: 'stopped' } })]).candidates,
    ).toHaveLength(1);
  });

  test('what an exemption by role may cover: its grace period finds that out, and may end it', () => {
    const role = { role: 'arn:aws:iam::422448306679:role/toil-*', reason: 'Toil', until: '2027-01-01' };
    expect(classified([anExistingInstance('i-1')], aPolicy({ exemptions: [role] }))).toEqual({
      ...none,
      candidates: [['i-1', true]],
    });
  });
});

describe('no suspect is', () => {
  test.each<[string, ExistingInstance]>([
    ['what has a valid Owner', anExistingInstance('i-1', { Owner: 'bob@ucsc.edu' })],
    ['what has an invalid one, which ends nothing', anExistingInstance('i-1', { Owner: 'bob' })],
    ['what AWS manages', anExistingInstance('i-1', {}, { instance: { managedByAws: true } })],
    ['what is ending', anExistingInstance('i-1', {}, { instance: { state: 'shutting-down' } })],
  ])('%s', (_, existing) => {
    expect(classified([existing])).toEqual(none);
  });

  test('what is exempt: it is told by its reason', () => {
    const ami = { ami: 'ami-0123456789abcdef0', reason: 'a grant', until: '2027-01-01' };
    const existing = [
      anExistingInstance('i-1'),
      anExistingInstance('i-2'),
      anExistingInstance('i-3', { Owner: 'shared' }),
    ];
    expect(classified(existing, aPolicy({ exemptions: [ami] }))).toEqual({
      ...none,
      exempted: [{ why: 'a grant', instanceIds: ['i-1', 'i-2'] }],
    });
  });

  test('what is older than enforcement: it is told', () => {
    const policy = aPolicy({ enforceLaunchesAfter: textAt(10) });
    const young = anExistingInstance('i-2', {}, { instance: { createdAt: textAt(11) } });
    expect(classified([anExistingInstance('i-1'), young], policy)).toEqual({
      candidates: [['i-2', true]],
      exempted: [],
      beforeEnforcement: ['i-1'],
    });
  });

  test('what is so young that its record may yet come: for its grace period, and five minutes', () => {
    const existing = [anExistingInstance('i-1')];
    expect(classified(existing, aPolicy(), at(14, 59)).candidates).toEqual([]);
    expect(classified(existing, aPolicy(), at(15)).candidates).toEqual([['i-1', true]]);
    const longer = aPolicy({ timing: { ...aPolicy().timing, gracePeriodMinutes: 30 } });
    expect(classified(existing, longer, at(34)).candidates).toEqual([]);
  });

  test('though older than enforcement: its own grace period tells of it', () => {
    const policy = aPolicy({ enforceLaunchesAfter: textAt(10) });
    expect(classified([anExistingInstance('i-1')], policy, at(14, 59)).beforeEnforcement).toEqual([]);
    expect(classified([anExistingInstance('i-1')], policy, at(15)).beforeEnforcement).toEqual(['i-1']);
  });

  test('but what nothing is known of is not young', () => {
    const ageless = anExistingInstance('i-1', {}, { instance: { createdAt: null } });
    expect(classified([ageless], aPolicy(), at(0)).candidates).toEqual([['i-1', true]]);
  });
});
