import { describe, expect, test } from '@jest/globals';
import { isCovered, isLaunchCovered } from '../../../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../../../../lambdas/domain/record/launch.ts';
import { aLaunch } from '../../a-launch.ts';
import { anOpen, anOpenByName } from '../../an-open.ts';

const instance = { region: 'us-west-2', instanceId: 'i-1', reservationId: 'r-1', clientToken: 'a-token' };
const opened = (...launches: Launch[]) => launches.map((launch) => anOpen(launch));

const nameless = (filter: Launch['key']['filter'], value: string, region = 'us-west-2') =>
  aLaunch({ region, key: { filter, value }, instanceIds: [] });

describe('an instance is judged by an open execution', () => {
  test.each<[string, Launch]>([
    ['that names it', aLaunch({ instanceIds: ['i-0', 'i-1'] })],
    ['of its reservation', nameless('reservation-id', 'r-1')],
    ['of its client token', nameless('client-token', 'a-token')],
    ['of itself', nameless('instance-id', 'i-1')],
  ])('%s', (_, launch) => {
    expect(isCovered(instance, opened(nameless('reservation-id', 'r-9'), launch))).toBe(true);
  });

  test.each<[string, Launch]>([
    ['of other instances', aLaunch({ instanceIds: ['i-2'] })],
    ['of another reservation', nameless('reservation-id', 'r-2')],
    ['of another client token', nameless('client-token', 'r-1')],
    ['of another instance', nameless('instance-id', 'i-2')],
    ['of the same ids elsewhere', aLaunch({ region: 'eu-west-1', instanceIds: ['i-1'] })],
    ['of the same reservation elsewhere', nameless('reservation-id', 'r-1', 'eu-west-1')],
  ])('not by one %s', (_, launch) => {
    expect(isCovered(instance, opened(launch))).toBe(false);
  });

  test('by one whose name tells its token, though not what that is', () => {
    const { clientToken } = instance;
    const large = anOpenByName(aLaunch({ key: { filter: 'reservation-id', value: 'r-1' }, clientToken }));
    expect(isCovered({ ...instance, reservationId: null }, [large])).toBe(true);
    expect(isCovered({ ...instance, clientToken: 'another' }, [large])).toBe(false);
  });

  test.each(['i-0b1000000000000b1', 'r-0b1000000000000b1'])(
    'not by a launch whose client token looks like its id: %s',
    (id) => {
      const looksSo = aLaunch({ key: { filter: 'client-token', value: id }, instanceIds: [] });
      const named = { region: 'us-west-2', instanceId: id, reservationId: id, clientToken: null };
      expect(isCovered(named, [anOpen(looksSo), anOpenByName(looksSo)])).toBe(false);
      expect(isCovered({ ...named, clientToken: id }, [anOpen(looksSo)])).toBe(true);
    },
  );

  test('nothing unknown is the same as nothing unknown', () => {
    const unknown = { ...instance, reservationId: null, clientToken: null };
    expect(isCovered(unknown, opened(nameless('reservation-id', ''), nameless('client-token', '')))).toBe(
      false,
    );
  });
});

describe('a launch is', () => {
  const launch = aLaunch({ instanceIds: ['i-1', 'i-2'] });

  test('by one of the same key', () => {
    expect(isLaunchCovered(launch, opened({ ...launch, instanceIds: [] }))).toBe(true);
    expect(isLaunchCovered(launch, opened({ ...launch, region: 'eu-west-1' }))).toBe(false);
  });

  test('by one of the same token, whichever of the two lost its reservation', () => {
    const whole = aLaunch({ clientToken: 'a-token', instanceIds: [] });
    const truncated = nameless('client-token', 'a-token');
    expect(isLaunchCovered(truncated, [anOpenByName(whole)])).toBe(true);
    expect(isLaunchCovered(whole, [anOpenByName(truncated)])).toBe(true);
    expect(isLaunchCovered(aLaunch({ instanceIds: [] }), [anOpenByName(truncated)])).toBe(false);
  });

  test('only if each of its instances is', () => {
    const one = nameless('instance-id', 'i-1');
    const other = nameless('instance-id', 'i-2');
    expect(isLaunchCovered(launch, opened(one))).toBe(false);
    expect(isLaunchCovered(launch, opened(one, other))).toBe(true);
  });

  test('not because it names no instance', () => {
    const truncated = nameless('reservation-id', 'r-1');
    expect(isLaunchCovered(truncated, opened(nameless('reservation-id', 'r-2')))).toBe(false);
    expect(isLaunchCovered(truncated, [])).toBe(false);
  });
});
