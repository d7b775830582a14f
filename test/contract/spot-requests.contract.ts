import { describe, expect, test } from '@jest/globals';
import type { Place, Spot } from './aws.ts';
import { AWSES } from './awses.ts';
import { DRY, ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const ACT_ROLE = variable('terminate', 'ACT_ROLE_NAME');
const NOT_FOUND = { name: 'ActRefused', why: 'not-found' };

describe.each(AWSES)('Spot requests in $name', ({ open }) => {
  const aws = open();
  const requests = () =>
    aws.ec2Clients('terminate').spotRequestsIn(ACT_ROLE)(ENFORCED.accountId, ENFORCED.region);
  const ask = async (place: Place, type: 'persistent' | 'one-time'): Promise<Spot> => {
    const [spot = { instanceId: '', requestId: '' }] = await aws.requestSpot(place, type);
    return spot;
  };

  test('that are persistent are found only by their own instances', async () => {
    const persistent = await ask(ENFORCED, 'persistent');
    await ask(ENFORCED, 'persistent');
    const oneTime = await ask(ENFORCED, 'one-time');
    const { instanceIds } = await aws.launch({ place: ENFORCED });
    const { persistent: find } = await requests();
    expect(await find([persistent.instanceId, oneTime.instanceId, ...instanceIds])).toEqual(
      new Map([[persistent.instanceId, persistent.requestId]]),
    );
    expect(await find([oneTime.instanceId, ...instanceIds])).toEqual(new Map());
  });

  test('are no longer found after they are cancelled, even twice; the instance keeps running', async () => {
    const { instanceId, requestId } = await ask(ENFORCED, 'persistent');
    const { persistent: find, cancel } = await requests();
    expect(await cancel(requestId)).toBe(true);
    expect(await find([instanceId])).toEqual(new Map());
    expect(await cancel(requestId)).toBe(true);
    const role = variable('check', 'READ_ROLE_NAME');
    const reader = await aws.ec2Clients('check').readInstancesIn(role)(ENFORCED.accountId, ENFORCED.region);
    expect(await reader.instance(instanceId)).toMatchObject({ state: 'running', isSpot: true });
  });

  test('are all found, more than a page', async () => {
    const spots = await aws.requestSpot(ENFORCED, 'persistent', 60);
    const { persistent: find } = await requests();
    expect(await find(spots.map(({ instanceId }) => instanceId))).toEqual(
      new Map(spots.map(({ instanceId, requestId }) => [instanceId, requestId])),
    );
  });

  test.each([
    ['account', DRY],
    ['Region', ENFORCED_ELSEWHERE],
  ])('of another %s are neither found nor cancelled', async (_what, elsewhere) => {
    const { instanceId, requestId } = await ask(elsewhere, 'persistent');
    const { persistent: find, cancel } = await requests();
    expect(await find([instanceId])).toEqual(new Map());
    await expect(cancel(requestId)).rejects.toMatchObject(NOT_FOUND);
  });

  test('that do not exist cannot be cancelled', async () => {
    await expect((await requests()).cancel('sir-0fffffff')).rejects.toMatchObject(NOT_FOUND);
  });
});
