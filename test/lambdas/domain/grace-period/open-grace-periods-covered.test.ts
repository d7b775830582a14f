import { describe, expect, test } from '@jest/globals';
import {
  hasLaunchOpenGracePeriod,
  hasOpenGracePeriod,
} from '../../../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../../../../lambdas/domain/record/launch.ts';
import { aLaunch } from '../../a-launch.ts';
import { anExecutionByName, anOpenExecution } from '../../an-open-execution.ts';

const instance = { region: 'us-west-2', instanceId: 'i-1', reservationId: 'r-1', clientToken: 'a-token' };
const opened = (...launches: Launch[]) => launches.map((launch) => anOpenExecution(launch));

const nameless = (filter: Launch['key']['filter'], value: string, region = 'us-west-2') =>
  aLaunch({ region, key: { filter, value }, instanceIds: [] });

describe('an instance is judged by an open execution', () => {
  test.each<[string, Launch]>([
    ['that names it', aLaunch({ instanceIds: ['i-0', 'i-1'] })],
    ['of its reservation', nameless('reservation-id', 'r-1')],
    ['of its client token', nameless('client-token', 'a-token')],
    ['of itself', nameless('instance-id', 'i-1')],
  ])('%s', (_, launch) => {
    expect(hasOpenGracePeriod(instance, opened(nameless('reservation-id', 'r-9'), launch))).toBe(true);
  });

  test.each<[string, Launch]>([
    ['of other instances', aLaunch({ instanceIds: ['i-2'] })],
    ['of another reservation', nameless('reservation-id', 'r-2')],
    ['of another client token', nameless('client-token', 'r-1')],
    ['of another instance', nameless('instance-id', 'i-2')],
    ['of the same ids elsewhere', aLaunch({ region: 'eu-west-1', instanceIds: ['i-1'] })],
    ['of the same reservation elsewhere', nameless('reservation-id', 'r-1', 'eu-west-1')],
  ])('not by one %s', (_, launch) => {
    expect(hasOpenGracePeriod(instance, opened(launch))).toBe(false);
  });

  test('by one whose name has the digest of its token', () => {
    const { clientToken } = instance;
    const large = anExecutionByName(
      aLaunch({ key: { filter: 'reservation-id', value: 'r-1' }, clientToken }),
    );
    expect(hasOpenGracePeriod({ ...instance, reservationId: null }, [large])).toBe(true);
    expect(hasOpenGracePeriod({ ...instance, clientToken: 'another' }, [large])).toBe(false);
  });

  test.each(['i-0b1000000000000b1', 'r-0b1000000000000b1'])(
    'not by a launch whose client token looks like its id: %s',
    (id) => {
      const looksSo = aLaunch({ key: { filter: 'client-token', value: id }, instanceIds: [] });
      const named = { region: 'us-west-2', instanceId: id, reservationId: id, clientToken: null };
      expect(hasOpenGracePeriod(named, [anOpenExecution(looksSo), anExecutionByName(looksSo)])).toBe(false);
      expect(hasOpenGracePeriod({ ...named, clientToken: id }, [anOpenExecution(looksSo)])).toBe(true);
    },
  );

  test('two unknown ids are not the same', () => {
    const unknown = { ...instance, reservationId: null, clientToken: null };
    expect(
      hasOpenGracePeriod(unknown, opened(nameless('reservation-id', ''), nameless('client-token', ''))),
    ).toBe(false);
  });
});

describe('a launch is judged', () => {
  const launch = aLaunch({ instanceIds: ['i-1', 'i-2'] });

  test('by an execution with the same key', () => {
    expect(hasLaunchOpenGracePeriod(launch, opened({ ...launch, instanceIds: [] }))).toBe(true);
    expect(hasLaunchOpenGracePeriod(launch, opened({ ...launch, region: 'eu-west-1' }))).toBe(false);
  });

  test('by an execution with the same token, if either record lost its reservation', () => {
    const whole = aLaunch({ clientToken: 'a-token', instanceIds: [] });
    const truncated = nameless('client-token', 'a-token');
    expect(hasLaunchOpenGracePeriod(truncated, [anExecutionByName(whole)])).toBe(true);
    expect(hasLaunchOpenGracePeriod(whole, [anExecutionByName(truncated)])).toBe(true);
    expect(hasLaunchOpenGracePeriod(aLaunch({ instanceIds: [] }), [anExecutionByName(truncated)])).toBe(
      false,
    );
  });

  test('only if each of its instances is judged', () => {
    const one = nameless('instance-id', 'i-1');
    const other = nameless('instance-id', 'i-2');
    expect(hasLaunchOpenGracePeriod(launch, opened(one))).toBe(false);
    expect(hasLaunchOpenGracePeriod(launch, opened(one, other))).toBe(true);
  });

  test('not just because it names no instance', () => {
    const truncated = nameless('reservation-id', 'r-1');
    expect(hasLaunchOpenGracePeriod(truncated, opened(nameless('reservation-id', 'r-2')))).toBe(false);
    expect(hasLaunchOpenGracePeriod(truncated, [])).toBe(false);
  });
});
