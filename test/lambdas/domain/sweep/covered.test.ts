import { describe, expect, test } from '@jest/globals';
import type { Launch } from '../../../../lambdas/domain/record/launch.ts';
import { isCovered, isLaunchCovered } from '../../../../lambdas/domain/sweep/covered.ts';
import { aLaunch } from '../../a-launch.ts';

const instance = { region: 'us-west-2', instanceId: 'i-1', reservationId: 'r-1', clientToken: 'a-token' };

const nameless = (filter: Launch['key']['filter'], value: string, region = 'us-west-2') =>
  aLaunch({ region, key: { filter, value }, instanceIds: [] });

describe('an instance is judged by an open execution', () => {
  test.each<[string, Launch]>([
    ['that names it', aLaunch({ instanceIds: ['i-0', 'i-1'] })],
    ['of its reservation', nameless('reservation-id', 'r-1')],
    ['of its client token', nameless('client-token', 'a-token')],
    ['of itself', nameless('instance-id', 'i-1')],
  ])('%s', (_, launch) => {
    expect(isCovered(instance, [nameless('reservation-id', 'r-9'), launch])).toBe(true);
  });

  test.each<[string, Launch]>([
    ['of other instances', aLaunch({ instanceIds: ['i-2'] })],
    ['of another reservation', nameless('reservation-id', 'r-2')],
    ['of another client token', nameless('client-token', 'r-1')],
    ['of another instance', nameless('instance-id', 'i-2')],
    ['of the same ids elsewhere', aLaunch({ region: 'eu-west-1', instanceIds: ['i-1'] })],
    ['of the same reservation elsewhere', nameless('reservation-id', 'r-1', 'eu-west-1')],
  ])('not by one %s', (_, launch) => {
    expect(isCovered(instance, [launch])).toBe(false);
  });

  test('nothing unknown is the same as nothing unknown', () => {
    const unknown = { ...instance, reservationId: null, clientToken: null };
    expect(isCovered(unknown, [nameless('reservation-id', ''), nameless('client-token', '')])).toBe(false);
  });
});

describe('a launch is', () => {
  const launch = aLaunch({ instanceIds: ['i-1', 'i-2'] });

  test('by one of the same key', () => {
    expect(isLaunchCovered(launch, [{ ...launch, instanceIds: [] }])).toBe(true);
    expect(isLaunchCovered(launch, [{ ...launch, region: 'eu-west-1' }])).toBe(false);
  });

  test('only if each of its instances is', () => {
    const one = nameless('instance-id', 'i-1');
    const other = nameless('instance-id', 'i-2');
    expect(isLaunchCovered(launch, [one])).toBe(false);
    expect(isLaunchCovered(launch, [one, other])).toBe(true);
  });

  test('not because it names no instance', () => {
    const truncated = nameless('reservation-id', 'r-1');
    expect(isLaunchCovered(truncated, [nameless('reservation-id', 'r-2')])).toBe(false);
    expect(isLaunchCovered(truncated, [])).toBe(false);
  });
});
