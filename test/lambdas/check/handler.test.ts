import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { InstanceReader } from '../../../lambdas/aws/read-instances.ts';
import { createHandler } from '../../../lambdas/check/handler.ts';
import type { Tag } from '../../../lambdas/domain/record/tag.ts';
import type { Instance } from '../../../lambdas/domain/verdict/instance.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLog } from '../a-log.ts';
import { anInstance } from '../an-instance.ts';
import { at, textAt } from '../at.ts';
import { aCheckEnvironment } from './a-check-environment.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(2) });
});
afterEach(() => {
  jest.useRealTimers();
});

const others = {
  readGroupTags: () => () => Promise.reject(new Error('not to be called')),
  readPause: () => async () => false,
  log: aLog(),
};

/** The handler, over what EC2 shows look by look (the last again and again), and what DescribeTags knows. */
const aCheck = (
  looks: readonly (readonly Instance[])[],
  tags: Readonly<Record<string, readonly Tag[]>> = {},
) => {
  const asked: { opened: string[][]; find: unknown[]; tags: string[][] } = { opened: [], find: [], tags: [] };
  const reader: InstanceReader = {
    find: async (key) => {
      asked.find.push(key);
      return [...(looks[Math.min(asked.find.length, looks.length) - 1] ?? [])];
    },
    instance: () => Promise.reject(new Error('not to be called')),
    tags: async (instanceIds) => {
      asked.tags.push([...instanceIds]);
      return new Map(Object.entries(tags));
    },
  };
  const environment = aCheckEnvironment({ inheritOwner: [] });
  const readInstancesIn = (roleName: string) => async (accountId: string, region: string) => {
    asked.opened.push([roleName, accountId, region]);
    return reader;
  };
  return { check: createHandler(environment, { readInstancesIn, ...others }), asked };
};

test("the launch is looked up by its key, with the account's read role", async () => {
  const { check, asked } = aCheck([[anInstance('i-1')]]);
  const planned = await check(aCheckInput());
  expect(asked.opened).toEqual([['tag-enforcement-read', '422448306679', 'us-west-2']]);
  expect(asked.find).toEqual([aCheckInput().launch.key]);
  expect(planned).toMatchObject({ checkedAt: textAt(2), toWarn: ['i-1'], until: textAt(10) });
});

describe('an empty answer', () => {
  test('is asked for again ten seconds later, and judged by what is seen then', async () => {
    const { check, asked } = aCheck([[], [anInstance('i-1')]]);
    const planned = check(aCheckInput());
    await jest.advanceTimersByTimeAsync(9_999);
    expect(asked.find).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await planned).toMatchObject({ checkedAt: textAt(2), toWarn: ['i-1'] });
    expect(asked.find).toHaveLength(2);
  });

  test('that stays empty means gone, and is not asked for a third time', async () => {
    const { check, asked } = aCheck([[]]);
    const planned = check(aCheckInput());
    await jest.advanceTimersByTimeAsync(10_000);
    const { findings } = await planned;
    expect(findings).toEqual([{ verdict: { is: 'gone', reason: 'not-found' }, instanceIds: ['i-1'] }]);
    expect(asked).toMatchObject({ find: { length: 2 }, tags: [] });
  });
});

describe('tags that DescribeInstances omits', () => {
  test('are filled in from DescribeTags', async () => {
    const { check } = aCheck([[anInstance('i-1', { Name: 'x' })]], {
      'i-1': [{ key: 'Owner', value: 'shared' }],
    });
    expect((await check(aCheckInput())).findings).toEqual([
      { verdict: { is: 'compliant', reason: 'owner-valid' }, instanceIds: ['i-1'] },
    ]);
  });

  test('are asked for only where the answer does not clear the instance', async () => {
    const instances = [
      anInstance('i-1', { Owner: 'shared' }),
      anInstance('i-2'),
      anInstance('i-3', { owner: 'shared' }),
      anInstance('i-4', {}, { state: 'terminated' }),
      anInstance('i-5', { Owner: '' }),
      anInstance('i-6', {}, { managedByAws: true }),
    ];
    const { check, asked } = aCheck([instances]);
    await check(aCheckInput());
    expect(asked.tags).toEqual([['i-2', 'i-3', 'i-5']]);
  });

  test('do not take away those that it shows', async () => {
    const { check } = aCheck([[anInstance('i-1', { owner: 'shared' })]], {
      'i-1': [{ key: 'Name', value: 'x' }],
    });
    expect((await check(aCheckInput())).toRepair).toMatchObject([{ owner: 'shared', instanceIds: ['i-1'] }]);
  });

  test('win over an older value of the same key', async () => {
    const { check } = aCheck([[anInstance('i-1', { Owner: '' })]], {
      'i-1': [{ key: 'Owner', value: 'shared' }],
    });
    expect((await check(aCheckInput())).toWarn).toEqual([]);
  });
});

test('what EC2 refuses is thrown: the state machine retries', async () => {
  const readInstancesIn = () => () => Promise.reject(new Error('RoleNotAssumable'));
  const check = createHandler(aCheckEnvironment(), { readInstancesIn, ...others });
  await expect(check(aCheckInput())).rejects.toThrow('RoleNotAssumable');
});

test('an account that the configuration does not list any more is not looked at: its roles are gone', async () => {
  const { check, asked } = aCheck([[anInstance('i-1')]]);
  const launch = { ...aCheckInput().launch, accountId: '238605363322' };
  const planned = await check({ redrives: 0, state: aCheckInput({ launch }) });
  expect(planned).toMatchObject({
    mode: 'not-listed',
    findings: [{ verdict: { is: 'exempt' } }],
    until: null,
  });
  expect(asked.opened).toEqual([]);
});

test('a redriven execution leaves what lives to the sweep', async () => {
  const { check } = aCheck([[anInstance('i-1')]]);
  const planned = await check({ redrives: 1, state: aCheckInput() });
  expect(planned).toMatchObject({ toWarn: [], toTerminate: [], until: null });
});
