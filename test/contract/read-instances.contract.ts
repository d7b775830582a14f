import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Launched } from './aws.ts';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ROLE = variable('check', 'READ_ROLE_NAME');
const byReservation = (value: string) => ({ filter: 'reservation-id', value }) as const;
const byToken = (value: string) => ({ filter: 'client-token', value }) as const;

/** Keys that differ only in case, an empty value, and characters that a query string must escape. */
const TAGS = [
  { key: 'Name', value: 'Zoë’s job: 50% + "a=b" <c> & d/e?' },
  { key: 'Owner', value: '' },
  { key: 'owner', value: 'bob@ucsc.edu' },
];

describe.each(AWSES)('instances are read in $name', ({ open }) => {
  const aws = open();
  const readerIn = ({ accountId, region }: typeof ENFORCED) =>
    aws.ec2Clients('check').readInstancesIn(ROLE)(accountId, region);

  test('by their reservation, as they were launched, without any others', async () => {
    const order = { place: ENFORCED, count: 2, instanceType: 'm5.large', zone: 'b', tags: TAGS };
    const { reservationId, instanceIds } = await aws.launch(order);
    await aws.launch({ place: ENFORCED });
    const reader = await readerIn(ENFORCED);
    const found = await reader.find(byReservation(reservationId));
    expect(found).toEqual(
      [...instanceIds].map((instanceId) => ({
        instanceId,
        state: expect.stringMatching(/^(pending|running)$/),
        instanceType: 'm5.large',
        imageId: expect.stringMatching(/^ami-/),
        createdAt: expect.any(String),
        isSpot: false,
        keyName: null,
        availabilityZone: 'us-west-2b',
        managedByAws: false,
        tags: expect.arrayContaining(TAGS),
        volumes: { deleted: expect.any(Array), kept: [] },
      })),
    );
    expect(found.map(({ tags }) => tags.length)).toEqual([3, 3]);
  });

  test('by the client token of their launch', async () => {
    const { clientToken, instanceIds } = await aws.launch({ place: ENFORCED, count: 2 });
    const found = await (await readerIn(ENFORCED)).find(byToken(clientToken));
    expect(found.map(({ instanceId }) => instanceId)).toEqual(instanceIds);
  });

  test.each(['*', '?', 'job-*', 'job-?', '\\\\*', '\\', 'job\\', 'j[ob]-1', 'a,b'])(
    'by a client token that reads like a pattern, %s, without any others',
    async (clientToken) => {
      await aws.launch({ place: ENFORCED, clientToken: 'job-1' });
      const { instanceIds } = await aws.launch({ place: ENFORCED, clientToken });
      const found = await (await readerIn(ENFORCED)).find(byToken(clientToken));
      expect(found.map(({ instanceId }) => instanceId)).toEqual(instanceIds);
    },
  );

  test('none for an id with wildcards that would match one of theirs', async () => {
    const { instanceIds, reservationId } = await aws.launch({ place: ENFORCED, tags: TAGS });
    const [instanceId = ''] = instanceIds;
    const reader = await readerIn(ENFORCED);
    expect(await reader.instance(`${instanceId.slice(0, -1)}?`)).toBeNull();
    expect(await reader.find(byReservation(`${reservationId.slice(0, -1)}*`))).toEqual([]);
    expect([...(await reader.tags([`${instanceId.slice(0, -1)}?`]))]).toEqual([]);
  });

  test('none for a reservation or a client token that does not exist', async () => {
    const reader = await readerIn(ENFORCED);
    expect(await reader.find(byReservation('r-0fffffffffffffff0'))).toEqual([]);
    expect(await reader.find(byToken('nobody’s'))).toEqual([]);
  });

  test('by their own id, one or none', async () => {
    const { instanceIds } = await aws.launch({ place: ENFORCED, count: 2, tags: TAGS });
    const [first = ''] = instanceIds;
    const reader = await readerIn(ENFORCED);
    expect(await reader.instance(first)).toMatchObject({ instanceId: first, instanceType: 't3.micro' });
    expect(await reader.instance('i-0fffffffffffffff0')).toBeNull();
    expect(await (await readerIn(ENFORCED_ELSEWHERE)).instance(first)).toBeNull();
  });

  test('with their volumes: those that are deleted with them, and those that stay', async () => {
    const { reservationId } = await aws.launch({ place: ENFORCED, volumes: [true, false, false] });
    const [found] = await (await readerIn(ENFORCED)).find(byReservation(reservationId));
    const { deleted = [], kept = [] } = found?.volumes ?? {};
    // These are added to the volumes of the image, if it has any.
    expect(deleted.length).toBeGreaterThanOrEqual(1);
    expect(kept).toHaveLength(2);
    expect(new Set([...deleted, ...kept]).size).toBe(deleted.length + kept.length);
  });

  describe('of a launch larger than a page, and than a filter’s maximum,', () => {
    const COUNT = 210;
    let large: Launched;
    beforeAll(async () => {
      large = await aws.launch({ place: ENFORCED, count: COUNT, tags: TAGS });
    });

    test('every instance once', async () => {
      const found = await (await readerIn(ENFORCED)).find(byReservation(large.reservationId));
      expect(found.map(({ instanceId }) => instanceId).sort()).toEqual([...large.instanceIds].sort());
    });

    test("every instance's tags, from DescribeTags", async () => {
      const tags = await (await readerIn(ENFORCED)).tags(large.instanceIds);
      expect([...tags.keys()].sort()).toEqual([...large.instanceIds].sort());
      for (const some of tags.values()) {
        expect(some).toHaveLength(TAGS.length);
        expect(some).toEqual(expect.arrayContaining(TAGS));
      }
    });
  });

  test('without tags, if they have none', async () => {
    const { reservationId, instanceIds } = await aws.launch({ place: ENFORCED });
    const reader = await readerIn(ENFORCED);
    expect(await reader.find(byReservation(reservationId))).toMatchObject([{ tags: [] }]);
    expect([...(await reader.tags(instanceIds)).values()].flat()).toEqual([]);
  });

  test.each([
    ['account', DRY],
    ['Region', ENFORCED_ELSEWHERE],
  ])('not from another %s', async (_what, elsewhere) => {
    const { reservationId, instanceIds } = await aws.launch({ place: elsewhere, tags: TAGS });
    const there = await readerIn(elsewhere);
    expect(await there.find(byReservation(reservationId))).toHaveLength(1);
    expect([...(await there.tags(instanceIds)).values()].flat()).toHaveLength(3);
    const here = await readerIn(ENFORCED);
    expect(await here.find(byReservation(reservationId))).toEqual([]);
    expect([...(await here.tags(instanceIds)).values()].flat()).toEqual([]);
  });
});
