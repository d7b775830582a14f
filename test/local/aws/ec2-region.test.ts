import { describe, expect, test } from '@jest/globals';
import { instanceReader } from '../../../lambdas/aws/read-instances.ts';
import { stopInstances, terminateInstances } from '../../../local/aws/ec2-changes.ts';
import { ec2Reads } from '../../../local/aws/ec2-reads.ts';
import { Ec2Region } from '../../../local/aws/ec2-region.ts';
import { aNewInstance } from './a-new-instance.ts';

const MINUTE = 60_000;

const born = (instanceId: string, availabilityZone = 'us-west-2a', isProtected = false) =>
  aNewInstance(instanceId, {
    availabilityZone,
    isProtected,
    tags: [{ key: 'Name', value: 'x' }],
    volumes: { deleted: [`vol-of-${instanceId}`], kept: [] },
  });

const unheard = { tagsChanged: () => {}, reopened: () => {} };

const regionWith = (...instances: ReturnType<typeof born>[]): Ec2Region => {
  const region = new Ec2Region(unheard);
  region.launch({ reservationId: 'r-1', clientToken: 't-1', instances }, Date.now() - MINUTE);
  return region;
};

describe('an instance', () => {
  test('is found by its reservation and by its client token', async () => {
    const reader = instanceReader(ec2Reads(regionWith(born('i-1'), born('i-2'))));
    for (const key of [
      { filter: 'reservation-id', value: 'r-1' },
      { filter: 'client-token', value: 't-1' },
    ] as const) {
      expect((await reader.find(key)).map(({ instanceId }) => instanceId)).toEqual(['i-1', 'i-2']);
    }
  });

  test('is found by its id, with its volumes', async () => {
    const reader = instanceReader(ec2Reads(regionWith(born('i-1'))));
    expect((await reader.instance('i-1'))?.volumes).toEqual({ deleted: ['vol-of-i-1'], kept: [] });
    expect(await reader.instance('i-2')).toBeNull();
  });

  test('shuts down for a minute, and is shown for an hour', () => {
    const region = regionWith(born('i-1'));
    region.end(['i-1'], 0);
    region.end(['i-1'], 30 * MINUTE);
    const states = [0, MINUTE - 1, MINUTE, 60 * MINUTE - 1, 60 * MINUTE].map(
      (now) => region.describe('i-1', now)?.state,
    );
    expect(states).toEqual(['shutting-down', 'shutting-down', 'terminated', 'terminated', undefined]);
  });

  test('that has ended is neither started, stopped nor protected; its tags may change', () => {
    const region = regionWith(born('i-1'));
    const startedAt = region.startedAt('i-1');
    region.end(['i-1'], 0);
    region.setRunning(['i-1'], false, { at: 1 });
    region.setRunning(['i-1'], true, { at: 2 });
    region.setProtected('i-1', { isProtected: true, isStopProtected: true });
    region.createTags(['i-1'], [{ key: 'Owner', value: 'shared' }]);
    expect(region.startedAt('i-1')).toBe(startedAt);
    expect([region.isProtected('i-1'), region.isStopProtected('i-1')]).toEqual([false, false]);
    expect(region.tagsOf('i-1')).toContainEqual({ key: 'Owner', value: 'shared' });
  });

  test('is pending, running, stopping for a minute, then stopped, and goes through the same states when started again', () => {
    const region = new Ec2Region(unheard);
    region.launch({ reservationId: 'r-1', clientToken: null, instances: [born('i-1')] }, 0);
    const statesAt = (...times: readonly number[]) => times.map((now) => region.describe('i-1', now)?.state);
    expect(statesAt(0, 19_999, 20_000)).toEqual(['pending', 'pending', 'running']);
    region.setRunning(['i-1'], false, { at: MINUTE });
    expect(statesAt(MINUTE, 2 * MINUTE - 1, 2 * MINUTE)).toEqual(['stopping', 'stopping', 'stopped']);
    region.setRunning(['i-1'], false, { at: 3 * MINUTE });
    expect(statesAt(3 * MINUTE)).toEqual(['stopped']);
    region.setRunning(['i-1'], true, { at: 4 * MINUTE });
    expect(statesAt(4 * MINUTE, 5 * MINUTE)).toEqual(['pending', 'running']);
  });

  test('is stopping for longer if its memory is written to its disk', () => {
    const region = regionWith(born('i-1'));
    region.setRunning(['i-1'], false, { at: 0, isHibernated: true });
    const states = [5 * MINUTE - 1, 5 * MINUTE].map((now) => region.describe('i-1', now)?.state);
    expect(states).toEqual(['stopping', 'stopped']);
  });

  test('has the LaunchTime of its last start, but keeps its true age', async () => {
    const region = regionWith(born('i-1'));
    region.setRunning(['i-1'], false);
    region.setRunning(['i-1'], true, { at: Date.parse('2026-11-09T00:00:00Z') });
    const reads = ec2Reads(region);
    const { Reservations = [] } = await reads.describeInstances({
      Filters: [{ Name: 'instance-id', Values: ['i-1'] }],
    });
    expect(Reservations[0]?.Instances?.[0]?.LaunchTime).toEqual(new Date('2026-11-09T00:00:00Z'));
    expect((await instanceReader(reads).instance('i-1'))?.createdAt).toBe('2026-11-03T17:00:00Z');
  });

  test('is found by a filter for its state only', async () => {
    const region = regionWith(born('i-1'), born('i-2'), born('i-3'));
    region.setRunning(['i-2'], false);
    region.end(['i-3'], Date.now());
    const found = async (...Values: readonly string[]) => {
      const Filters = [{ Name: 'instance-state-name', Values: [...Values] }];
      const { Reservations = [] } = await ec2Reads(region).describeInstances({ Filters });
      return Reservations.flatMap(({ Instances = [] }) => Instances.map((one) => one.InstanceId));
    };
    expect(await found('pending', 'running', 'stopping', 'stopped')).toEqual(['i-1', 'i-2']);
    expect(await found('running', 'stopped')).toEqual(['i-1']);
  });

  test('keeps its later changes if its launch is applied twice', () => {
    const region = regionWith(born('i-1'));
    region.createTags(['i-1'], [{ key: 'Name', value: 'y' }]);
    region.launch({ reservationId: 'r-1', clientToken: null, instances: [born('i-1')] });
    expect(region.tagsOf('i-1')).toEqual([{ key: 'Name', value: 'y' }]);
    expect(region.idsOf({ filter: 'reservation-id', value: 'r-1' })).toEqual(['i-1']);
  });
});

describe('DeleteTags', () => {
  test.each([
    ['by key', [{ key: 'Owner' }], ['Name']],
    ['by key and value', [{ key: 'Owner', value: 'ann' }], ['Name']],
    ['with another value takes nothing', [{ key: 'Owner', value: 'bob' }], ['Name', 'Owner']],
    ['without tags takes all', [], []],
  ])('%s', (_name, tags, left) => {
    const region = regionWith(born('i-1'));
    region.createTags(['i-1'], [{ key: 'Owner', value: 'ann' }]);
    region.deleteTags(['i-1'], tags);
    expect(region.tagsOf('i-1').map(({ key }) => key)).toEqual(left);
  });
});

describe('TerminateInstances', () => {
  const everyone = () => true;
  const states = (region: Ec2Region) =>
    ['i-1', 'i-2', 'i-3'].map((instanceId) => region.describe(instanceId, Date.now())?.state);
  const three = (isProtected = false) =>
    regionWith(born('i-1', 'us-west-2a', isProtected), born('i-2', 'us-west-2a'), born('i-3', 'us-west-2b'));

  test('terminates all, and returns the previous state of each', () => {
    const region = three();
    region.end(['i-2'], Date.now());
    expect(terminateInstances(region, ['i-1', 'i-2'], everyone)).toEqual([
      { instanceId: 'i-1', previousState: 'running' },
      { instanceId: 'i-2', previousState: 'shutting-down' },
    ]);
    expect(states(region)).toEqual(['shutting-down', 'shutting-down', 'running']);
  });

  test.each([
    ['not-found', ['i-1', 'i-9'], everyone],
    ['unauthorized', ['i-1', 'i-2'], (instanceId: string) => instanceId === 'i-1'],
  ])('ends nothing when one is %s', (why, ids, isAllowed) => {
    const region = three();
    expect(() => terminateInstances(region, ids, isAllowed)).toThrow(expect.objectContaining({ why }));
    expect(states(region)).toEqual(['running', 'running', 'running']);
  });

  test('also terminates pending, stopping and stopped instances', () => {
    const region = three();
    region.setRunning(['i-1'], false);
    region.setRunning(['i-2'], false, { at: Date.now() - 2 * MINUTE });
    region.setRunning(['i-3'], false, { at: Date.now() - 2 * MINUTE });
    region.setRunning(['i-3'], true);
    expect(terminateInstances(region, ['i-1', 'i-2', 'i-3'], everyone)).toEqual([
      { instanceId: 'i-1', previousState: 'stopping' },
      { instanceId: 'i-2', previousState: 'stopped' },
      { instanceId: 'i-3', previousState: 'pending' },
    ]);
  });

  test('terminates nothing in the Availability Zone of a protected instance, and everything elsewhere', () => {
    const region = three(true);
    expect(() => terminateInstances(region, ['i-1', 'i-2', 'i-3'], everyone)).toThrow(
      expect.objectContaining({ why: 'protected' }),
    );
    expect(states(region)).toEqual(['running', 'running', 'shutting-down']);
  });
});

describe('StopInstances', () => {
  const stop = (region: Ec2Region) => stopInstances(region, ['i-1'], () => true);

  test('stops running instances, and leaves stopping ones unchanged', () => {
    const region = regionWith(born('i-1'));
    expect(stop(region)).toEqual(['i-1']);
    expect(stop(region)).toEqual(['i-1']);
    expect(region.describe('i-1', Date.now())?.state).toBe('stopping');
  });

  test('refuses an instance that is pending', () => {
    const region = new Ec2Region(unheard);
    region.launch({ reservationId: 'r-1', clientToken: null, instances: [born('i-1')] });
    const cause = expect.objectContaining({ name: 'IncorrectInstanceState' });
    expect(() => stop(region)).toThrow(expect.objectContaining({ why: 'other', cause }));
  });
});
