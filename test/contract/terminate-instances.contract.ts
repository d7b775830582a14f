import { describe, expect, test } from '@jest/globals';
import { terminateAll } from '../../lambdas/terminate/terminate-all.ts';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ACT_ROLE = variable('terminate', 'ACT_ROLE_NAME');
const READ_ROLE = variable('check', 'READ_ROLE_NAME');
const UNKNOWN = 'i-0fffffffffffffff0';

describe.each(AWSES)('instances are terminated in $name', ({ open }) => {
  const aws = open();
  const { accountId, region } = ENFORCED;
  const call = aws.ec2Clients('terminate').terminateInstances(ACT_ROLE);
  const terminate = (instanceIds: readonly string[]) => call(accountId, region, instanceIds);
  const acted = async (instanceIds: readonly string[]) => ({
    answer: await terminate(instanceIds),
    mayHaveActed: false,
  });

  /** The instances of launches that are not terminated. */
  const living = async (...reservationIds: readonly string[]) => {
    const reader = await aws.ec2Clients('check').readInstancesIn(READ_ROLE)(accountId, region);
    const found = await Promise.all(
      reservationIds.map((value) => reader.find({ filter: 'reservation-id', value })),
    );
    return found
      .flat()
      .filter(({ state }) => state !== 'shutting-down' && state !== 'terminated')
      .map(({ instanceId }) => instanceId);
  };

  test('each is confirmed with its previous state; a second call shows that it was shutting down', async () => {
    const { reservationId, instanceIds } = await aws.launch({ place: ENFORCED, count: 2 });
    const [first = '', second = ''] = instanceIds;
    expect(await terminate([first])).toMatchObject([
      { instanceId: first, previousState: expect.stringMatching(/^(pending|running)$/) },
    ]);
    expect(await living(reservationId)).toEqual([second]);
    const again = await terminate([first, second]);
    expect(new Map(again.map(({ instanceId, previousState }) => [instanceId, previousState]))).toEqual(
      new Map([
        [first, expect.stringMatching(/^(shutting-down|terminated)$/)],
        [second, expect.stringMatching(/^(pending|running)$/)],
      ]),
    );
    expect(await living(reservationId)).toEqual([]);
  });

  test.each([
    ['does not exist', async () => UNKNOWN],
    ['is no id at all', async () => 'web-server'],
    ["is another account's", async () => (await aws.launch({ place: DRY })).instanceIds[0]],
    ["is another Region's", async () => (await aws.launch({ place: ENFORCED_ELSEWHERE })).instanceIds[0]],
  ])('none, if one %s', async (_what, wrongId) => {
    const { reservationId, instanceIds } = await aws.launch({ place: ENFORCED, count: 2 });
    const [first = '', second = ''] = instanceIds;
    await expect(terminate([first, (await wrongId()) ?? '', second])).rejects.toMatchObject({
      name: 'TerminationRefused',
      why: 'not-found',
    });
    expect(await living(reservationId)).toEqual(instanceIds);
  });

  test('none in the Availability Zone of a protected one, but all in others', async () => {
    const here = await aws.launch({ place: ENFORCED, count: 3, zone: 'a' });
    const there = await aws.launch({ place: ENFORCED, count: 2, zone: 'b' });
    const [, middle = ''] = here.instanceIds;
    await aws.protect(ENFORCED, middle);
    await expect(terminate([...here.instanceIds, ...there.instanceIds])).rejects.toMatchObject({
      name: 'TerminationRefused',
      why: 'protected',
    });
    expect(await living(here.reservationId, there.reservationId)).toEqual(here.instanceIds);
  });

  test('of many, all but the protected one, whatever else fails', async () => {
    const { reservationId, instanceIds } = await aws.launch({ place: ENFORCED, count: 120 });
    const safe = instanceIds[40] ?? '';
    const ended = instanceIds[70] ?? '';
    await aws.protect(ENFORCED, safe);
    await terminate([ended]);
    const ids = [...instanceIds.slice(0, 90), UNKNOWN, ...instanceIds.slice(90)];
    const results = await terminateAll(ids, { terminate: acted }, () => null);
    const byResult = Map.groupBy(results, ({ result, reason }) => `${result} ${reason}`);
    const byReason = new Map(
      [...byResult].map(([said, of]) => [said, of.map(({ instanceId }) => instanceId)]),
    );
    expect(byReason.get('failed termination-protected')).toEqual([safe]);
    expect(byReason.get('gone not-found')).toEqual([UNKNOWN]);
    expect(byReason.get('terminated confirmed')).toEqual(
      instanceIds.filter((instanceId) => instanceId !== safe && instanceId !== ended),
    );
    expect(byReason.get('gone shutting-down') ?? byReason.get('gone terminated')).toEqual([ended]);
    expect(byReason.size).toBe(4);
    expect(await living(reservationId)).toEqual([safe]);
  });
});
