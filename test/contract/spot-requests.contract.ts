import { expect, test } from '@jest/globals';
import { motoActs, requestSpot } from './moto-acts.ts';
import { motoAws } from './moto-aws.ts';
import { ENFORCED, ENFORCED_ELSEWHERE, variable } from './stacks.ts';

const aws = motoAws();
const { spotRequestsIn } = motoActs();
const requests = (place = ENFORCED) => spotRequestsIn(place.accountId, place.region);

test('a persistent request is found by its instance, until it is cancelled; the instance runs on', async () => {
  const persistent = await requestSpot(ENFORCED, 'persistent');
  const other = await requestSpot(ENFORCED, 'persistent');
  const oneTime = await requestSpot(ENFORCED, 'one-time');
  const { instanceIds } = await aws.launch({ place: ENFORCED });
  const ids = [persistent.instanceId, oneTime.instanceId, ...instanceIds];
  const { persistent: find, cancel } = await requests();

  expect(await find(ids)).toEqual(new Map([[persistent.instanceId, persistent.requestId]]));
  expect(await cancel(persistent.requestId)).toBe(true);
  expect(await find(ids)).toEqual(new Map());
  expect((await find([other.instanceId])).get(other.instanceId)).toBe(other.requestId);

  const role = variable('check', 'READ_ROLE_NAME');
  const reader = await aws.ec2Clients('check').readInstancesIn(role)(ENFORCED.accountId, ENFORCED.region);
  expect(await reader.instance(persistent.instanceId)).toMatchObject({ state: 'running', isSpot: true });
  expect(await reader.instance(instanceIds[0] ?? '')).toMatchObject({ isSpot: false });
});

test("another Region's request is not found, and not cancelled", async () => {
  const { instanceId, requestId } = await requestSpot(ENFORCED_ELSEWHERE, 'persistent');
  const { persistent, cancel } = await requests();
  expect(await persistent([instanceId])).toEqual(new Map());
  await expect(cancel(requestId)).rejects.toMatchObject({ name: 'ActRefused', why: 'not-found' });
});
