import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { recordOf } from '../../local/sample/call.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { launched } from '../../local/sample/launches.ts';
import { tagged } from '../../local/sample/user-actions.ts';
import { linesOf } from './lines.ts';
import { ANN, playRecords } from './play-records.ts';
import { id, ids, launch, stacks } from './the-launch.ts';

const REQUEST = 'sir-1a2b3c4d';

const Record = z.looseObject({
  requestParameters: z.looseObject({}),
  responseElements: z.looseObject({
    instancesSet: z.object({ items: z.array(z.looseObject({})) }),
  }),
});

/** The record of a launch that makes its own Spot request. */
const spotLaunch = (spotInstanceType: string, more: object = {}): unknown => {
  const { requestParameters, responseElements, ...record } = Record.parse(launched(launch));
  const spot = { instanceLifecycle: 'spot', spotInstanceRequestId: REQUEST };
  const items = responseElements.instancesSet.items.map((item) => ({ ...item, ...spot }));
  return {
    ...record,
    requestParameters: {
      ...requestParameters,
      instanceMarketOptions: { marketType: 'spot', spotOptions: { spotInstanceType, ...more } },
    },
    responseElements: { ...responseElements, instancesSet: { items } },
  };
};

/** Makes the service see no Spot requests. */
const blind: NonNullable<PlayOptions['disturb']> = (clients) => ({
  ...clients,
  spotRequestsIn: (roleName) => async (accountId, region) => ({
    ...(await clients.spotRequestsIn(roleName)(accountId, region)),
    persistent: async () => new Map(),
  }),
});

describe('an instance of a persistent Spot request', () => {
  test('is terminated and its request cancelled, so that no other instance follows', async () => {
    const played = await playRecords(stacks, [spotLaunch('persistent')]);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 terminated request-cancelled');
    expect(played.recorder.launches).toHaveLength(1);
  });

  test('whose request is not cancelled is replaced by a new launch', async () => {
    const records = [spotLaunch('persistent'), lastWord];
    const played = await playRecords(stacks, records, { ...ANN, disturb: blind });
    const launches = played.recorder.launches.map(({ launch: { eventTime } }) => eventTime.slice(11, 19));
    expect(launches).toEqual(['17:00:00', '17:11:00', '17:22:00']);
    expect(new Set(played.recorder.launches.flatMap((one) => one.instanceIds())).size).toBe(3);
  });

  test('made by RequestSpotInstances is recognized by that record', async () => {
    const requested = recordOf({
      ...launch,
      at: '08:59:00',
      eventName: 'RequestSpotInstances',
      requestParameters: { type: 'persistent', instanceCount: 1 },
      responseElements: { spotInstanceRequestSet: { items: [{ spotInstanceRequestId: REQUEST }] } },
    });
    const played = await playRecords(stacks, [requested, spotLaunch('')]);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 terminated request-cancelled');
  });

  test('that gets its Owner keeps its request', async () => {
    const owned = tagged({ ...launch, at: '09:09:59' }, ids, { Owner: 'shared' });
    const played = await playRecords(stacks, [spotLaunch('persistent'), owned]);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 complied owner-valid');
    const { spotRequests } = played.ec2.in(PANGENOMICS, 'us-west-2');
    expect(spotRequests.isPersistent(REQUEST)).toBe(true);
  });
});

test('an instance of a one-time request is terminated like any other', async () => {
  const played = await playRecords(stacks, [spotLaunch('one-time')]);
  expect(linesOf(played, id).at(-1)).toBe('17:10:00 terminated owner-missing');
});

/** Somebody cancels the request, so its last instance is not replaced. */
const lastWord = recordOf({
  ...launch,
  at: '09:30:00',
  eventName: 'CancelSpotInstanceRequests',
  requestParameters: { CancelSpotInstanceRequestsRequest: { SpotInstanceRequestId: { content: REQUEST } } },
  responseElements: {},
});

/** The record that EC2 took the instance back: not the record of a call, and without an identity. */
const interrupted = {
  ...recordOf({
    ...launch,
    at: '09:05:00',
    eventName: 'BidEvictedEvent',
    requestParameters: {},
    responseElements: null,
  }),
  userIdentity: { accountId: PANGENOMICS, invokedBy: 'ec2.amazonaws.com' },
  requestParameters: null,
  eventType: 'AwsServiceEvent',
  serviceEventDetails: { instanceIdSet: [id] },
};

describe('a Spot Instance that EC2 takes back', () => {
  test('is gone: the service did not terminate it', async () => {
    const played = await playRecords(stacks, [spotLaunch('one-time'), interrupted]);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 gone terminated');
  });

  test('is only stopped if its request says so, and is then due like any other', async () => {
    const stopped = spotLaunch('persistent', { instanceInterruptionBehavior: 'stop' });
    const played = await playRecords(stacks, [stopped, interrupted]);
    expect(linesOf(played, id).at(-1)).toBe('17:10:00 terminated request-cancelled');
  });
});
