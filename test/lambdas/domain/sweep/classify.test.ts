import { describe, expect, test } from '@jest/globals';
import { classify, type ExistingInstance } from '../../../../lambdas/domain/sweep/classify.ts';
import { aPolicy } from '../../a-policy.ts';
import { anExistingInstance } from '../../an-existing-instance.ts';
import { at, textAt } from '../../at.ts';

const classified = (existing: readonly ExistingInstance[], policy = aPolicy(), now = at(60)) => {
  const { candidates, beforeEnforcement, compliant, ...others } = classify(
    existing,
    '422448306679',
    { rule: policy, timing: policy.timing },
    now,
  );
  return {
    candidates: candidates.map(({ instance, isTerminable }) => [instance.instanceId, isTerminable]),
    beforeEnforcement: beforeEnforcement.map(({ instance }) => instance.instanceId),
    compliant: compliant.map(({ instance }) => instance.instanceId),
    ...others,
  };
};
const none = { candidates: [], exempted: [], beforeEnforcement: [], compliant: [] };

describe('a candidate is an instance', () => {
  test.each([
    ['without an Owner', {}, true],
    ['with an empty one', { Owner: '' }, true],
    ['with a near miss, which is corrected', { owner: 'bob@ucsc.edu' }, false],
    ['with near misses that disagree', { owner: 'bob@ucsc.edu', OWNER: 'shared' }, false],
  ])('%s', (_, tags, isTerminable) => {
    expect(classified([anExistingInstance('i-1', tags)])).toEqual({
      ...none,
      candidates: [['i-1', isTerminable]],
    });
  });

  test('even if it is stopped', () => {
    expect(
      classified([anExistingInstance('i-1', {}, { instance: { state: 'stopped' } })]).candidates,
    ).toHaveLength(1);
  });

  test('that an exemption by role may cover: its grace period finds that out, and may terminate it', () => {
    const role = { role: 'arn:aws:iam::422448306679:role/toil-*', reason: 'Toil', until: '2027-01-01' };
    expect(classified([anExistingInstance('i-1')], aPolicy({ exemptions: [role] }))).toEqual({
      ...none,
      candidates: [['i-1', true]],
    });
  });
});

describe('no candidate is an instance', () => {
  test.each<[string, ExistingInstance]>([
    ['with an invalid Owner that is not terminable', anExistingInstance('i-1', { Owner: 'bob' })],
    ['that AWS manages', anExistingInstance('i-1', {}, { instance: { managedByAws: true } })],
    ['that is shutting down', anExistingInstance('i-1', {}, { instance: { state: 'shutting-down' } })],
  ])('%s', (_, existing) => {
    expect(classified([existing])).toEqual(none);
  });

  test('with a valid Owner: it is listed as compliant', () => {
    const existing = [anExistingInstance('i-1', { Owner: 'bob@ucsc.edu' })];
    expect(classified(existing)).toEqual({ ...none, compliant: ['i-1'] });
  });

  test('that is exempt: it is listed with its reason', () => {
    const ami = { ami: 'ami-0123456789abcdef0', reason: 'a grant', until: '2027-01-01' };
    const existing = [
      anExistingInstance('i-1'),
      anExistingInstance('i-2'),
      anExistingInstance('i-3', { Owner: 'shared' }),
    ];
    expect(classified(existing, aPolicy({ exemptions: [ami] }))).toEqual({
      ...none,
      exempted: [{ why: 'a grant', instanceIds: ['i-1', 'i-2'] }],
      compliant: ['i-3'],
    });
  });

  test('that is older than enforcement: it is listed as such', () => {
    const policy = aPolicy({ enforceLaunchesAfter: textAt(10) });
    const young = anExistingInstance('i-2', {}, { instance: { createdAt: textAt(11) } });
    expect(classified([anExistingInstance('i-1'), young], policy)).toEqual({
      ...none,
      candidates: [['i-2', true]],
      beforeEnforcement: ['i-1'],
    });
  });

  test('whose record may still come: until five minutes after its grace period', () => {
    const existing = [anExistingInstance('i-1')];
    expect(classified(existing, aPolicy(), at(14, 59)).candidates).toEqual([]);
    expect(classified(existing, aPolicy(), at(15)).candidates).toEqual([['i-1', true]]);
    const longer = aPolicy({ timing: { ...aPolicy().timing, gracePeriodMinutes: 30 } });
    expect(classified(existing, longer, at(34)).candidates).toEqual([]);
  });

  test('in its own grace period, even if it is older than enforcement', () => {
    const policy = aPolicy({ enforceLaunchesAfter: textAt(10) });
    expect(classified([anExistingInstance('i-1')], policy, at(14, 59)).beforeEnforcement).toEqual([]);
    expect(classified([anExistingInstance('i-1')], policy, at(15)).beforeEnforcement).toEqual(['i-1']);
  });

  test('but an instance of unknown age is a candidate', () => {
    const ageless = anExistingInstance('i-1', {}, { instance: { createdAt: null } });
    expect(classified([ageless], aPolicy(), at(0)).candidates).toEqual([['i-1', true]]);
  });
});
