import { describe, expect, test } from '@jest/globals';
import { stateMachineArn } from '../../infra/names.ts';
import { executionName, keyNames } from '../../lambdas/domain/grace-period/execution-name.ts';
import type { Launch } from '../../lambdas/domain/record/launch.ts';
import { aLaunch } from '../lambdas/a-launch.ts';
import { AWSES } from './awses.ts';
import { HUB, variable } from './stacks.ts';

const MACHINE = variable('sweep', 'STATE_MACHINE_ARN');
const WEST = 'us-west-2';
const EAST = 'us-east-1';
const reservation = (value: string) => ({ filter: 'reservation-id', value }) as const;
const instance = (value: string) => ({ filter: 'instance-id', value }) as const;
const token = (value: string) => ({ filter: 'client-token', value }) as const;

let accounts = 700_000_000_000;

describe.each(AWSES)('open executions in $name', ({ open }) => {
  const aws = open();
  const find = aws.clients('sweep').openExecutions(MACHINE);
  /** An account without open executions yet. All executions are in the hub. */
  const anAccount = (): string => {
    accounts += 1;
    return String(accounts);
  };
  const start = async (launch: Launch): Promise<string> => {
    const name = executionName(launch, 'launch');
    const account = { name: 'pangenomics', mode: 'enforce' } as const;
    const input = { launch, cause: 'launch', account, warnAt: launch.eventTime } as const;
    await aws.startExecution(MACHINE)(name, input);
    return name;
  };

  test('are found with their launches, by key and by instances', async () => {
    const accountId = anAccount();
    const launches = [
      aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f60001'), instanceIds: ['i-1', 'i-2'] }),
      aLaunch({ accountId, key: token('a client’s own token'), instanceIds: [] }),
      aLaunch({ accountId, key: instance('i-0a1b2c3d4e5f60003'), instanceIds: ['i-0a1b2c3d4e5f60003'] }),
    ];
    for (const launch of launches) await start(launch);
    const expected = launches.map(({ region, instanceIds, ...launch }) => ({
      region,
      keyNames: keyNames(launch),
      instanceIds,
    }));
    const found = await find(accountId, [WEST]);
    expect(found).toHaveLength(3);
    expect(found).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
  });

  test('have only keys if that is enough; one whose name cannot be read has everything', async () => {
    const accountId = anAccount();
    const named = aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f60011') });
    const hashed = aLaunch({ accountId, key: instance('i-1,i-2'), instanceIds: ['i-1', 'i-2'] });
    await start(named);
    await start(hashed);
    const found = await find(accountId, [WEST], 'keys');
    expect(found).toHaveLength(2);
    const inFull = {
      region: WEST,
      keyNames: keyNames(named),
      instanceIds: [],
      name: executionName(named, 'launch'),
    };
    expect(found).toContainEqual(expect.objectContaining(inFull));
    expect(found).toContainEqual(expect.objectContaining({ instanceIds: ['i-1', 'i-2'] }));
    // The start time, which shows the first of two.
    for (const { startedAt } of found) expect(Math.abs(startedAt - Date.now())).toBeLessThan(60_000);
  });

  test.each(['keys', 'instances'] as const)(
    'do not include %s of the same launch in another account or Region',
    async (detail) => {
      const accountId = anAccount();
      const key = reservation('r-0a1b2c3d4e5f60021');
      await start(aLaunch({ accountId: anAccount(), key }));
      await start(aLaunch({ accountId, region: EAST, key }));
      await start(aLaunch({ accountId, region: EAST, key: token('a client’s own token') }));
      expect(await find(accountId, [WEST], detail)).toEqual([]);
      expect(await find(accountId, [WEST, EAST], detail)).toHaveLength(2);
    },
  );

  test('do not include one that has ended', async () => {
    const accountId = anAccount();
    const first = aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f60031') });
    const second = aLaunch({ accountId, key: reservation('r-0a1b2c3d4e5f60032') });
    const ending = await start(first);
    await start(second);
    await aws.end(ending);
    const keys = (await find(accountId, [WEST])).map((one) => one.keyNames);
    expect(keys).toEqual([keyNames(second)]);
    expect(await find(accountId, [WEST], 'keys')).toHaveLength(1);
    // Its name stays taken, so the same event starts nothing if it is delivered again.
    await start(first);
    expect(await find(accountId, [WEST], 'keys')).toHaveLength(1);
  });

  test('are all found, more than a page', async () => {
    const accountId = anAccount();
    const values = Array.from({ length: 45 }, (_, index) => `r-0a1b2c3d4e5f6${1000 + index}`);
    for (const value of values) await start(aLaunch({ accountId, key: reservation(value) }));
    for (const detail of ['keys', 'instances'] as const) {
      const found = await find(accountId, [WEST], detail);
      expect(found.flatMap((one) => one.keyNames).sort()).toEqual(values);
    }
  });

  test('are an error for a state machine that does not exist', async () => {
    const missing = aws.clients('sweep').openExecutions(`${stateMachineArn(HUB)}-old`);
    await expect(missing(anAccount(), [WEST])).rejects.toThrow();
  });
});
