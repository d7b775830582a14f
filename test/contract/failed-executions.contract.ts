import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { stateMachineArn } from '../../infra/names.ts';
import { executionName } from '../../lambdas/domain/grace-period/execution-name.ts';
import type { Cause } from '../../lambdas/domain/grace-period/input.ts';
import type { Launch } from '../../lambdas/domain/record/launch.ts';
import { aLaunch } from '../lambdas/a-launch.ts';
import { AWSES } from './awses.ts';
import { HUB, variable } from './stacks.ts';

const MACHINE = variable('sweep', 'STATE_MACHINE_ARN');
const WEST = 'us-west-2';
const EAST = 'us-east-1';
const HOUR_MS = 3_600_000;
const reservation = (value: string) => ({ filter: 'reservation-id', value }) as const;

let accounts = 710_000_000_000;

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(AWSES)('failed executions in $name', ({ open }) => {
  const aws = open();
  const find = aws.clients('sweep').failedExecutions(MACHINE);
  const anAccount = (): string => {
    accounts += 1;
    return String(accounts);
  };
  const start = async (launch: Launch, cause: Cause = 'launch'): Promise<string> => {
    const name = executionName(launch, cause);
    const account = { name: 'pangenomics', mode: 'enforce' } as const;
    await aws.startExecution(MACHINE)(name, { launch, cause, account, warnAt: launch.eventTime });
    return name;
  };
  const fail = async (launch: Launch, cause: Cause = 'launch'): Promise<void> =>
    aws.fail(await start(launch, cause));
  const failed = (value: string, region = WEST) =>
    expect.objectContaining({ region, cause: 'launch', keyNames: [value], instanceIds: [] });

  test('are found with their launches, and without those that run', async () => {
    const accountId = anAccount();
    await fail(aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f70001') }));
    await start(aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f70002') }));
    expect(await find(accountId, [WEST, EAST])).toEqual([failed('r-0a1b2c3d4e5f70001')]);
  });

  test('are not found for another account, or a Region that was not requested', async () => {
    const accountId = anAccount();
    const key = reservation('r-0a1b2c3d4e5f70003');
    await fail(aLaunch({ accountId: anAccount(), key }));
    await fail(aLaunch({ accountId, region: EAST, key }));
    expect(await find(accountId, [WEST])).toEqual([]);
    expect(await find(accountId, [EAST])).toEqual([failed('r-0a1b2c3d4e5f70003', EAST)]);
  });

  test('are only those that a launch started, not a sweep or another event', async () => {
    const accountId = anAccount();
    const key = reservation('r-0a1b2c3d4e5f70004');
    for (const cause of ['sweep', 'untagged', 'resume'] as const) {
      await fail(aLaunch({ accountId, key }), cause);
    }
    expect(await find(accountId, [WEST])).toEqual([]);
  });

  test('are those of the last day', async () => {
    const accountId = anAccount();
    await fail(aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f70005') }));
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 23 * HOUR_MS);
    expect(await find(accountId, [WEST])).toHaveLength(1);
    jest.spyOn(Date, 'now').mockReturnValue(now + 25 * HOUR_MS);
    expect(await find(accountId, [WEST])).toEqual([]);
  });

  test('are all found, more than a page', async () => {
    const accountId = anAccount();
    const values = Array.from({ length: 45 }, (_, index) => `r-0a1b2c3d4e5f7${1000 + index}`);
    for (const value of values) await fail(aLaunch({ accountId, key: reservation(value) }));
    const found = await find(accountId, [WEST]);
    expect(found.flatMap(({ keyNames }) => keyNames).sort()).toEqual(values);
  });

  test('are an error for a state machine that does not exist', async () => {
    const missing = aws.clients('sweep').failedExecutions(`${stateMachineArn(HUB)}-old`);
    await expect(missing(anAccount(), [WEST])).rejects.toThrow();
  });
});
