import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type CheckEnvironment, createHandler } from '../../../lambdas/check/handler.ts';
import type { OwnerTag } from '../../../lambdas/domain/compliance/owner-rule.ts';
import type { Instance } from '../../../lambdas/domain/instances.ts';
import { nobody, person } from '../../../lambdas/domain/record/launcher.ts';
import { aBreaker } from '../a-breaker.ts';
import { aCheckInput, afterRound } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { anInstanceSession } from '../an-identity.ts';
import { anInstance, aReader } from '../an-instance.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { at, textAt } from '../at.ts';
import { someUsers } from '../some-users.ts';
import { aCheckEnvironment } from './a-check-environment.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(2) });
});
afterEach(() => {
  jest.useRealTimers();
});

const INVALID = anInstance('i-1', { Owner: 'Bobbie' });
const STRICT = anOwnerTag({ onInvalidValue: 'terminate' });

const aCheck = (
  instances: readonly Instance[],
  users: Parameters<typeof createHandler>[1]['users'],
  ownerTag: OwnerTag = STRICT,
  { leader = null, ...environment }: Partial<CheckEnvironment> & { readonly leader?: Instance | null } = {},
) => {
  const log = aLog();
  const check = createHandler(
    { ...aCheckEnvironment({ ownerTag, inheritOwner: [] }), ...environment },
    {
      readInstancesIn: async () => aReader(instances, { instance: async () => leader }),
      readGroupTags: async () => [],
      breaker: aBreaker(),
      openExecutions: async () => [],
      readPause: async () => false,
      users,
      log,
    },
  );
  return { check, log: log.lines };
};

/** The verdict if no user is known to match. */
const spared = {
  verdict: { is: 'invalid', reason: 'no-user-known-to-match', tag: { key: 'Owner', value: 'Bobbie' } },
  instanceIds: ['i-1'],
};

test('an invalid Owner leads to termination if a user matches the pattern', async () => {
  const { users, asked } = someUsers(['admin', 'bob@ucsc.edu']);
  const { check, log } = aCheck([INVALID], users);
  expect((await check(aCheckInput())).toWarn).toEqual(['i-1']);
  expect(asked()).toBe(1);
  expect(log).toEqual(['launch-checked']);
});

describe.each([
  ['no user matches', ['bob@example.org', 'Bob@UCSC.EDU'], 'no-user-matches'],
  ['the directory is empty', [], 'no-user-matches'],
  ['the table does not answer', new Error('down'), 'users-not-readable'],
])('if %s', (_, names, said) => {
  test('an invalid Owner is only reported, and the log says why; an instance without an Owner is warned of', async () => {
    const { check, log } = aCheck([INVALID, anInstance('i-2')], someUsers(names).users);
    const { findings, toWarn } = await check(aCheckInput());
    expect(findings).toContainEqual(spared);
    expect(toWarn).toEqual(['i-2']);
    expect(log).toEqual([said, 'launch-checked']);
  });

  test('an instance that was warned of for an invalid Owner is not terminated; one without an Owner is', async () => {
    const instances = [INVALID, anInstance('i-2')];
    const first = await aCheck(instances, someUsers(['bob@ucsc.edu']).users).check(aCheckInput());
    expect(first.toWarn).toEqual(['i-1', 'i-2']);
    jest.setSystemTime(at(10));
    const { check } = aCheck(instances, someUsers(names).users);
    const { findings, toTerminate, until } = await check(afterRound(aCheckInput(), first, textAt(2, 1)));
    expect(findings).toContainEqual(spared);
    expect(toTerminate.flatMap(({ instanceIds }) => instanceIds)).toEqual(['i-2']);
    expect(until).toBeNull();
  });
});

describe('users are not read', () => {
  test('if an invalid value is only reported', async () => {
    const { users, asked } = someUsers([]);
    const { check } = aCheck([INVALID], users, anOwnerTag());
    expect((await check(aCheckInput())).findings).toMatchObject([
      { verdict: { reason: 'no-pattern-matches' } },
    ]);
    expect(asked()).toBe(0);
  });

  test('if no value is invalid', async () => {
    const instances = [
      anInstance('i-1'),
      anInstance('i-2', { Owner: '' }),
      anInstance('i-3', { Owner: 'shared' }),
      anInstance('i-4', { owner: 'shared' }),
      anInstance('i-5', { Owner: 'Shared ' }),
    ];
    const { users, asked } = someUsers([]);
    expect((await aCheck(instances, users).check(aCheckInput())).toWarn).toEqual(['i-1', 'i-2']);
    expect(asked()).toBe(0);
  });
});

describe('an Owner that a tool wrote', () => {
  const byTool = anInstance('i-1', { Owner: 'lab-key' }, { keyName: 'lab-key' });
  const PEOPLE = ['bob@ucsc.edu', 'ann@ucsc.edu'];
  const corrected = {
    toRepair: [{ owner: 'bob@ucsc.edu', why: 'tool-owner', over: ['lab-key'], instanceIds: ['i-1'] }],
    toWarn: [],
  };
  const reported = { toRepair: [], toWarn: [], findings: [{ verdict: { reason: 'no-pattern-matches' } }] };
  const checked = async (
    names: Parameters<typeof someUsers>[0],
    input: Parameters<typeof aCheckInput>[0] = {},
    environment: Parameters<typeof aCheck>[3] = {},
  ) => aCheck([byTool], someUsers(names).users, anOwnerTag(), environment).check(aCheckInput(input));

  test('is corrected to the launcher, a user of the directory', async () => {
    expect(await checked(PEOPLE)).toMatchObject(corrected);
    const { check } = aCheck([byTool], someUsers(PEOPLE).users);
    expect(await check(aCheckInput())).toMatchObject(corrected);
  });

  test('is corrected to the owner of the instance that launched it, already in the first round', async () => {
    const launch = aLaunch({ identity: anInstanceSession('i-0leader'), launcher: nobody('an instance') });
    const leader = anInstance('i-0leader', { Owner: 'bob@ucsc.edu' });
    expect(await checked(PEOPLE, { launch }, { leader })).toMatchObject(corrected);
    const shared = anInstance('i-0leader', { Owner: 'shared' });
    expect(await checked(PEOPLE, { launch }, { leader: shared })).toMatchObject(reported);
  });

  test.each<[string, Parameters<typeof checked>]>([
    ['if it may mean a user', [[...PEOPLE, 'Lab-Key@ucsc.edu']]],
    ['if the launcher is not in the directory', [['ann@ucsc.edu']]],
    ['if the table does not answer', [new Error('down')]],
    ['if the launcher is not known', [PEOPLE, { launcher: nobody('a role') }]],
    [
      'if only a session name shows the launcher',
      [PEOPLE, { launcher: person('bob@ucsc.edu', 'session-name', 'bob') }],
    ],
    ['if that is configured', [PEOPLE, {}, { CORRECT_TOOL_OWNERS: false }]],
  ])('is only reported %s', async (_, args) => {
    expect(await checked(...args)).toMatchObject(reported);
  });
});
