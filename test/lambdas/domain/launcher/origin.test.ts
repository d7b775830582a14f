import { describe, expect, test } from '@jest/globals';
import { isLaunchedBy, originsOf } from '../../../../lambdas/domain/launcher/origin.ts';
import { nobody, person } from '../../../../lambdas/domain/record/launcher.ts';
import { aLaunch } from '../../a-launch.ts';
import { aRoleSession } from '../../an-identity.ts';
import { anInstance } from '../../an-instance.ts';

const bySession = aLaunch({
  identity: { is: 'instance-session', instanceId: 'i-0leader', roleName: 'toil', invokedBy: null },
});
const LEADER = 'i-0abc12def34567890';
const byName = aLaunch({ identity: aRoleSession({ sessionName: LEADER }) });
const inGroup = anInstance('i-2', { 'aws:autoscaling:groupName': 'workers' });

test("the origin of a launch by an instance profile's session is the instance", () => {
  expect(originsOf(bySession, [anInstance('i-1')])).toEqual([{ kind: 'instance', id: 'i-0leader' }]);
});

test('the origin has its Region if that is not the Region of the launch', () => {
  const from = (region: string) => originsOf(inRegion(region), [anInstance('i-1')]);
  const inRegion = (region: string) =>
    aLaunch({
      identity: { is: 'instance-session', instanceId: LEADER, region, roleName: 'toil', invokedBy: null },
    });
  expect(from('us-east-1')).toEqual([{ kind: 'instance', id: LEADER, region: 'us-east-1' }]);
  expect(from(aLaunch().region)).toEqual([{ kind: 'instance', id: LEADER }]);
});

describe('the origin of a launch in a session named after an instance is the instance', () => {
  test.each(['instance-owner', 'instance-launcher', 'stack-creator', null] as const)(
    'if the launcher is known by %s',
    (evidence) => {
      expect(originsOf(byName, [anInstance('i-1')], { ...nobody('x'), evidence })).toEqual([
        { kind: 'instance', id: LEADER },
      ]);
      expect(originsOf(byName, [anInstance('i-1')])).toHaveLength(1);
    },
  );

  test.each(['assume-role', 'mfa-device'] as const)('but not if a person opened it: %s', (evidence) => {
    expect(originsOf(byName, [anInstance('i-1')], person('bob@ucsc.edu', evidence, 'bob'))).toEqual([]);
  });
});

test('the origin of an instance with the tag of Auto Scaling is the group', () => {
  const instances = [anInstance('i-1', { 'aws:autoscaling:groupName': '' }), inGroup];
  expect(originsOf(aLaunch(), instances)).toEqual([{ kind: 'auto-scaling-group', id: 'workers' }]);
});

test('an instance that a program attached to a group was launched by the program', () => {
  expect(originsOf(bySession, [inGroup])).toMatchObject([{ kind: 'instance' }]);
});

test.each([undefined, aLaunch().identity])('a launch by %j, in no group, has no origin', (identity) => {
  const instances = [anInstance('i-1', { 'autoscaling:groupName': 'mine' })];
  expect(originsOf({ ...aLaunch(), identity }, instances)).toEqual([]);
});

test('instances of one launch may have been put into several groups', () => {
  const other = anInstance('i-3', { 'aws:autoscaling:groupName': 'leaders' });
  const ids = originsOf(aLaunch(), [inGroup, other, anInstance('i-4'), inGroup]).map(({ id }) => id);
  expect(ids).toEqual(['leaders', 'workers']);
});

test('no instances have no origin', () => {
  expect(originsOf(bySession, [])).toEqual([]);
});

test('a group launched only the instances that are in it', () => {
  const group = { kind: 'auto-scaling-group', id: 'workers' } as const;
  expect([isLaunchedBy(inGroup, group), isLaunchedBy(anInstance('i-1'), group)]).toEqual([true, false]);
  expect(isLaunchedBy(anInstance('i-1'), { kind: 'instance', id: 'i-0leader' })).toBe(true);
});
