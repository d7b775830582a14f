import { describe, expect, test } from '@jest/globals';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ACT_ROLE = variable('terminate', 'ACT_ROLE_NAME');
const { accountId, region } = ENFORCED;
const UNKNOWN = 'i-0fffffffffffffff0';

/** Ids that EC2 does not find in ENFORCED. */
const NOT_THERE = [
  ['does not exist', null],
  ["is another account's", DRY],
  ["is another Region's", ENFORCED_ELSEWHERE],
] as const;

describe.each(AWSES)('an instance that is protected from termination in $name', ({ open }) => {
  /** By setting: the act role may do only what is configured. The default is to stop. */
  const opened = (setting?: 'override') => {
    const aws = open(setting);
    const clients = aws.ec2Clients('terminate');
    const terminate = (ids: readonly string[]) =>
      clients.terminateInstances(ACT_ROLE)(accountId, region, ids);
    const stop = (ids: readonly string[]) => clients.stopInstances(ACT_ROLE)(accountId, region, ids);
    const removeProtection = (id: string) => clients.removeProtection(ACT_ROLE)(accountId, region, id);
    const launch = async (count: number): Promise<readonly string[]> => {
      const { instanceIds } = await aws.launch({ place: ENFORCED, count });
      for (const instanceId of instanceIds) await aws.protect(ENFORCED, instanceId);
      return instanceIds;
    };
    const statesOf = async (ids: readonly string[]) => {
      const role = variable('check', 'READ_ROLE_NAME');
      const reader = await aws.ec2Clients('check').readInstancesIn(role)(accountId, region);
      return Promise.all(ids.map(async (id) => (await reader.instance(id))?.state));
    };
    const elsewhere = async (place: typeof ENFORCED | null): Promise<string> =>
      place === null ? UNKNOWN : ((await aws.launch({ place })).instanceIds[0] ?? '');
    return { aws, terminate, stop, removeProtection, launch, statesOf, elsewhere };
  };

  describe('if it is to be stopped,', () => {
    const { aws, terminate, stop, launch, statesOf, elsewhere } = opened();
    const STOPPED = expect.stringMatching(/^stopp(ing|ed)$/);

    test('is stopped with others, and counts as stopped if it is already', async () => {
      const ids = await launch(3);
      expect([...(await stop(ids))].sort()).toEqual([...ids].sort());
      expect(await statesOf(ids)).toEqual([STOPPED, STOPPED, STOPPED]);
      expect(await stop(ids.slice(0, 1))).toEqual(ids.slice(0, 1));
    });

    test('is not stopped if it is also protected from stopping', async () => {
      const [instanceId = ''] = await launch(1);
      await aws.protectFromStopping(ENFORCED, instanceId);
      await expect(stop([instanceId])).rejects.toMatchObject({ name: 'ActRefused', why: 'protected' });
      expect(await statesOf([instanceId])).toEqual(['running']);
    });

    test('is not stopped if it is terminating', async () => {
      const { instanceIds } = await aws.launch({ place: ENFORCED });
      await terminate(instanceIds);
      await expect(stop(instanceIds)).rejects.toMatchObject({
        name: 'ActRefused',
        why: 'other',
        cause: { name: 'IncorrectInstanceState' },
      });
      expect(await statesOf(instanceIds)).toEqual([expect.stringMatching(/^(shutting-down|terminated)$/)]);
    });

    test.each(NOT_THERE)('is not stopped, nor is any other, if one %s', async (_what, place) => {
      const ids = await launch(2);
      await expect(stop([...ids, await elsewhere(place)])).rejects.toMatchObject({
        name: 'ActRefused',
        why: 'not-found',
      });
      expect(await statesOf(ids)).toEqual(['running', 'running']);
    });
  });

  describe('if its protection is overridden,', () => {
    const { terminate, removeProtection, launch, statesOf, elsewhere } = opened('override');

    test('is terminated after its protection is removed, and no other is', async () => {
      const [instanceId = '', other = ''] = await launch(2);
      await expect(terminate([instanceId])).rejects.toMatchObject({ why: 'protected' });
      await removeProtection(instanceId);
      await removeProtection(instanceId);
      expect(await terminate([instanceId])).toMatchObject([{ instanceId }]);
      expect(await statesOf([instanceId, other])).toEqual([
        expect.stringMatching(/^(shutting-down|terminated)$/),
        'running',
      ]);
      await expect(terminate([other])).rejects.toMatchObject({ why: 'protected' });
    });

    test.each(NOT_THERE)('is not unprotected if it %s', async (_what, place) => {
      await expect(removeProtection(await elsewhere(place))).rejects.toMatchObject({
        name: 'ActRefused',
        why: 'not-found',
      });
    });
  });
});
