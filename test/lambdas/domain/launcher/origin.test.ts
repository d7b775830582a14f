import { expect, test } from '@jest/globals';
import { isLaunchedBy, originsOf } from '../../../../lambdas/domain/launcher/origin.ts';
import { aLaunch } from '../../a-launch.ts';
import { anInstance } from '../../an-instance.ts';

const bySession = aLaunch({
  identity: { is: 'instance-session', instanceId: 'i-0leader', roleName: 'toil', invokedBy: null },
});
const inGroup = anInstance('i-2', { 'aws:autoscaling:groupName': 'workers' });

test("the origin of a launch by an instance profile's session is the instance", () => {
  expect(originsOf(bySession, [anInstance('i-1')])).toEqual([{ kind: 'instance', id: 'i-0leader' }]);
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
