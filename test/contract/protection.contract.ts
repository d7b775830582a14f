import { describe, expect, test } from '@jest/globals';
import { motoActs, protectFromStopping } from './moto-acts.ts';
import { motoAws } from './moto-aws.ts';
import { ENFORCED, variable } from './stacks.ts';

const aws = motoAws();
const acts = motoActs();
const { accountId, region } = ENFORCED;
const UNKNOWN = 'i-0fffffffffffffff0';

const terminate = (instanceIds: readonly string[]) =>
  aws.ec2Clients('terminate').terminateInstances(variable('terminate', 'ACT_ROLE_NAME'))(
    accountId,
    region,
    instanceIds,
  );
const stop = (instanceIds: readonly string[]) => acts.stop(accountId, region, instanceIds);

const stateOf = async (instanceId: string) => {
  const role = variable('check', 'READ_ROLE_NAME');
  const reader = await aws.ec2Clients('check').readInstancesIn(role)(accountId, region);
  return (await reader.instance(instanceId))?.state;
};

/** An instance that is protected from termination. */
const aProtectedInstance = async (): Promise<string> => {
  const { instanceIds } = await aws.launch({ place: ENFORCED });
  const [instanceId = ''] = instanceIds;
  await aws.protect(ENFORCED, instanceId);
  return instanceId;
};

describe('an instance that is protected from termination', () => {
  test('is stopped, and counts as stopped when it is already', async () => {
    const instanceId = await aProtectedInstance();
    expect(await stop([instanceId])).toEqual([instanceId]);
    expect(await stateOf(instanceId)).toMatch(/^stopp(ing|ed)$/);
    expect(await stop([instanceId])).toEqual([instanceId]);
  });

  test('is terminated once its protection is off', async () => {
    const instanceId = await aProtectedInstance();
    await expect(terminate([instanceId])).rejects.toMatchObject({ why: 'protected' });
    await acts.removeProtection(accountId, region, instanceId);
    expect(await terminate([instanceId])).toMatchObject([{ instanceId }]);
    expect(await stateOf(instanceId)).toMatch(/^(shutting-down|terminated)$/);
  });

  test('is not stopped where it is protected from that too', async () => {
    const instanceId = await aProtectedInstance();
    await protectFromStopping(ENFORCED, instanceId);
    await expect(stop([instanceId])).rejects.toMatchObject({ name: 'ActRefused', why: 'protected' });
    expect(await stateOf(instanceId)).toBe('running');
  });
});

test('an instance that does not exist is neither stopped nor unprotected', async () => {
  const refused = { name: 'ActRefused', why: 'not-found' };
  await expect(stop([UNKNOWN])).rejects.toMatchObject(refused);
  await expect(acts.removeProtection(accountId, region, UNKNOWN)).rejects.toMatchObject(refused);
});
