import { describe, expect, test } from '@jest/globals';
import { MessageNotReadable } from '../../../../lambdas/domain/errors.ts';
import { PROPAGATED, type PropagatedType } from '../../../../lambdas/domain/propagation/attachment.ts';
import { mergeKeys, readLook } from '../../../../lambdas/domain/propagation/look.ts';
import { aLaunchEvent } from '../../a-launch-event.ts';
import { aTagChangeEvent } from '../../a-tag-change-event.ts';
import { anAttachEvent } from '../../an-attach-event.ts';
import { anOwnerTag } from '../../an-owner-tag.ts';

const PLACE = { accountId: '422448306679', region: 'us-west-2' };
const OWNER = [{ key: 'Owner', value: 'bob@ucsc.edu' }];

const read = (message: unknown, types: readonly PropagatedType[] = PROPAGATED) =>
  readLook(message, types, anOwnerTag());
const instances = (...ids: string[]) => ({ ...PLACE, key: { filter: 'instance-id', value: ids.join(',') } });

/** A launch whose call had these tag specifications, by resource type, and perhaps other parameters. */
const specified = (specifications: Readonly<Record<string, readonly object[]>>, more: object = {}) =>
  aLaunchEvent({
    tags: OWNER,
    detail: {
      requestParameters: {
        instancesSet: { items: [{ imageId: 'ami-0c2d3e23e757b5d84', minCount: 1, maxCount: 1 }] },
        tagSpecificationSet: {
          items: Object.entries(specifications).map(([resourceType, tags]) => ({ resourceType, tags })),
        },
        ...more,
      },
    },
  });

describe('a launch', () => {
  test('that was tagged in the call is looked at', () => {
    const event = aLaunchEvent({ instanceIds: ['i-1', 'i-2'], tags: OWNER });
    expect(read(event)).toEqual(instances('i-1', 'i-2'));
    expect(read(specified({ instance: OWNER, volume: OWNER }))).toEqual(instances('i-1'));
  });

  test('is not if the call tagged volumes and interfaces too, in whatever spelling', () => {
    const owner = [{ key: 'owner', value: 'x' }];
    expect(read(specified({ instance: OWNER, volume: OWNER, 'network-interface': owner }))).toBeNull();
    expect(read(specified({ instance: OWNER, volume: OWNER }), ['volume'])).toBeNull();
  });

  test('is if it tagged them with something else, or brought an interface of its own', () => {
    const name = [{ key: 'Name', value: 'x' }];
    expect(read(specified({ volume: name, 'network-interface': OWNER }))).toEqual(instances('i-1'));
    const own = { networkInterfaceSet: { items: [{ deviceIndex: 0, networkInterfaceId: 'eni-1' }] } };
    const all = { volume: OWNER, 'network-interface': OWNER };
    expect(read(specified(all, own))).toEqual(instances('i-1'));
    expect(read(specified(all, own), ['volume'])).toBeNull();
  });

  test('is not if its instances lack an Owner: the change of tags will be looked at', () => {
    expect(read(aLaunchEvent())).toBeNull();
    expect(read(aLaunchEvent({ tags: [{ key: 'owner', value: 'bob@ucsc.edu' }] }))).toBeNull();
  });

  test('is looked at by its reservation if its record was truncated', () => {
    const truncated = aLaunchEvent({ detail: { responseElements: { reservationId: 'r-1' } } });
    expect(read(truncated)).toEqual({ ...PLACE, key: { filter: 'reservation-id', value: 'r-1' } });
  });
});

describe('a change of tags', () => {
  test('is looked at if it leaves a valid Owner, also if these are the first tags', () => {
    const tags = { Owner: 'bob@ucsc.edu' };
    expect(read(aTagChangeEvent({ tags }))).toEqual(instances('i-0a1b2c3d4e5f60718'));
    expect(read(aTagChangeEvent({ tags, version: 1 }))).toEqual(instances('i-0a1b2c3d4e5f60718'));
  });

  test.each([{}, { owner: 'bob@ucsc.edu' }, { Owner: 'bob' }])('is not if it leaves %j', (tags) => {
    expect(read(aTagChangeEvent({ tags }))).toBeNull();
  });
});

test.each(['AttachVolume', 'AttachNetworkInterface'])('%s has its instance looked at', (eventName) => {
  expect(read(anAttachEvent({ eventName, instanceId: 'i-7' }))).toEqual(instances('i-7'));
});

test('a sweep asks for instances', () => {
  expect(read({ ...PLACE, instanceIds: ['i-1', 'i-2'] })).toEqual(instances('i-1', 'i-2'));
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['a text', 'x'],
  ['a request without instances', PLACE],
  ['another call', anAttachEvent({ eventName: 'DetachVolume' })],
  ['an attachment without its instance', anAttachEvent({ instanceId: null })],
])('%s cannot be read', (_, message) => {
  expect(() => read(message)).toThrow(MessageNotReadable);
});

test.each<[string, unknown]>([
  ['a launch without an account', { ...aLaunchEvent({ tags: OWNER }), account: 'x' }],
  [
    'a launch without any name',
    aLaunchEvent({ detail: { responseElements: null, requestParameters: null } }),
  ],
  ['a change of tags without an instance', { ...aTagChangeEvent(), resources: [] }],
])('%s is left to intake, which reports that it cannot be read', (_, message) => {
  expect(read(message)).toBeNull();
});

test('instances known by id share questions, two hundred each, and everything is asked for once', () => {
  const ids = Array.from({ length: 201 }, (_, index) => `i-${index}`);
  const reservation = { filter: 'reservation-id', value: 'r-1' } as const;
  const byId = (those: readonly string[]) => ({ filter: 'instance-id', value: those.join(',') }) as const;
  expect(mergeKeys([byId(['i-0', 'i-1']), reservation, byId(ids), reservation])).toEqual([
    byId(ids.slice(0, 200)),
    byId(ids.slice(200)),
    reservation,
  ]);
  expect(mergeKeys([])).toEqual([]);
});
