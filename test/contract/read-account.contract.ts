import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const READ_ROLE = variable('sweep', 'READ_ROLE_NAME');
const ACT_ROLE = variable('terminate', 'ACT_ROLE_NAME');
const OWNER = { key: 'Owner', value: 'zoë@ucsc.edu' };

/** A Region in which no other contract launches hundreds, since each test reads all of its instances. */
const HERE = ENFORCED_ELSEWHERE;

describe.each(AWSES)('what exists in an account and Region of $name', ({ open }) => {
  const aws = open();
  const readerIn = ({ accountId, region } = HERE) =>
    aws.ec2Clients('sweep').readAccountIn(READ_ROLE)(accountId, region);
  /** The test's own instances among those that are read. moto also has those of other contracts. */
  const existing = async (ids: readonly string[], place = HERE) => {
    const all = await (await readerIn(place)).existing();
    return all.filter(({ instance }) => ids.includes(instance.instanceId));
  };

  test('is read with the launch that made it, and its tags', async () => {
    const launched = await aws.launch({ place: HERE, count: 2, zone: 'b', tags: [OWNER] });
    const { reservationId, clientToken, instanceIds } = launched;
    const found = await existing(instanceIds);
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ instance }) => instance.instanceId))).toEqual(new Set(instanceIds));
    for (const one of found) {
      expect(one).toMatchObject({
        region: HERE.region,
        reservationId,
        clientToken,
        instance: { availabilityZone: `${HERE.region}b`, tags: [OWNER], managedByAws: false },
      });
    }
    const tags = await (await readerIn()).tags(instanceIds);
    expect(instanceIds.map((id) => tags.get(id))).toEqual([[OWNER], [OWNER]]);
  });

  test('is read in every state, except when it is terminating', async () => {
    const { instanceIds } = await aws.launch({ place: HERE, count: 3 });
    const [running = '', stopped = '', ending = ''] = instanceIds;
    const { terminateInstances, stopInstances } = aws.ec2Clients('terminate');
    await stopInstances(ACT_ROLE)(HERE.accountId, HERE.region, [stopped]);
    await terminateInstances(ACT_ROLE)(HERE.accountId, HERE.region, [ending]);
    const found = await existing(instanceIds);
    expect(new Map(found.map(({ instance }) => [instance.instanceId, instance.state]))).toEqual(
      new Map([
        [running, expect.stringMatching(/^(pending|running)$/)],
        [stopped, expect.stringMatching(/^stopp(ing|ed)$/)],
      ]),
    );
  });

  test('is read once each, for several launches and more than a page', async () => {
    const launches = [
      await aws.launch({ place: HERE, count: 55 }),
      await aws.launch({ place: HERE }),
      await aws.launch({ place: HERE, count: 55 }),
    ];
    const ids = launches.flatMap(({ instanceIds }) => instanceIds);
    const found = await existing(ids);
    expect(found.map(({ instance }) => instance.instanceId).sort()).toEqual([...ids].sort());
    expect(new Set(found.map(({ reservationId }) => reservationId)).size).toBe(3);
  });

  test.each([
    ['account', DRY],
    ['Region', ENFORCED],
  ])('is not read from another %s', async (_what, elsewhere) => {
    const { instanceIds } = await aws.launch({ place: elsewhere });
    expect(await existing(instanceIds, elsewhere)).toHaveLength(1);
    expect(await existing(instanceIds)).toEqual([]);
  });
});
