import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { InstanceReader } from '../../../lambdas/aws/read-instances.ts';
import { createHandler } from '../../../lambdas/check/handler.ts';
import { findJudgedElsewhere } from '../../../lambdas/check/judged-elsewhere.ts';
import { countGracePeriods } from '../../../lambdas/domain/breaker/count.ts';
import { NOTHING_COUNTED } from '../../../lambdas/domain/breaker/record.ts';
import type { CheckInput } from '../../../lambdas/domain/grace-period/input.ts';
import type { OpenExecution } from '../../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Instance, Tag } from '../../../lambdas/domain/instances.ts';
import type { Launch } from '../../../lambdas/domain/record/launch.ts';
import { aBreaker, gracePeriodsToCount } from '../a-breaker.ts';
import { aCheckInput } from '../a-check-input.ts';
import { aLaunch } from '../a-launch.ts';
import { aLog } from '../a-log.ts';
import { aPolicy } from '../a-policy.ts';
import { aRound } from '../a-round.ts';
import { anInstance, aReader } from '../an-instance.ts';
import { anExecutionByName, anOpenExecution } from '../an-open-execution.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { noUsers } from '../some-users.ts';
import { aCheckEnvironment } from './a-check-environment.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(2) });
});
afterEach(() => {
  jest.useRealTimers();
});

const others = {
  readGroupTags: () => Promise.reject(new Error('not to be called')),
  breaker: aBreaker(),
  readPause: async () => false,
  users: noUsers,
  openExecutions: () => Promise.reject(new Error('not to be called')),
  log: aLog(),
};

/** The handler, with what EC2 shows at each read (the last one repeats), and what DescribeTags shows. */
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
    names: async () => new Map(),
    ofRequest: async () => [],
    tags: async (instanceIds) => {
      asked.tags.push([...instanceIds]);
      return new Map(Object.entries(tags));
    },
  };
  const environment = aCheckEnvironment({ inheritOwner: [] });
  const readInstancesIn = async (accountId: string, region: string) => {
    asked.opened.push([accountId, region]);
    return reader;
  };
  return { check: createHandler(environment, { readInstancesIn, ...others }), asked };
};

test("the launch is read by its key, with the account's read role", async () => {
  const { check, asked } = aCheck([[anInstance('i-1')]]);
  const planned = await check(aCheckInput());
  expect(asked.opened).toEqual([['422448306679', 'us-west-2']]);
  expect(asked.find).toEqual([aCheckInput().launch.key]);
  expect(planned).toMatchObject({ checkedAt: textAt(2), toWarn: ['i-1'], until: textAt(10) });
});

describe('an empty answer', () => {
  test('is read again after ten seconds, and the second answer is judged', async () => {
    const { check, asked } = aCheck([[], [anInstance('i-1')]]);
    const planned = check(aCheckInput());
    await jest.advanceTimersByTimeAsync(9_999);
    expect(asked.find).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(await planned).toMatchObject({ checkedAt: textAt(2), toWarn: ['i-1'] });
    expect(asked.find).toHaveLength(2);
  });

  test('that stays empty means gone, and is not read a third time', async () => {
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

  test('are read only if the instance is noncompliant without them', async () => {
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

  test('are read together with those of volumes that would survive, whose common Owner is kept', async () => {
    const of = (id: string, ...kept: string[]) =>
      anInstance(id, {}, { volumes: { deleted: [`vol-${id}`], kept } });
    const bob = [{ key: 'Owner', value: 'bob@ucsc.edu' }];
    const instances = [of('i-1', 'vol-1', 'vol-2'), of('i-2', 'vol-3', 'vol-4'), of('i-3', 'vol-5')];
    const { check, asked } = aCheck([instances], {
      'vol-1': bob,
      'vol-2': bob,
      'vol-3': bob,
      'vol-5': [{ key: 'Owner', value: 'Bobbie' }],
    });
    const { examples } = await check(
      aCheckInput({ launch: aLaunch({ instanceIds: ['i-1', 'i-2', 'i-3'] }) }),
    );
    expect(asked.tags).toEqual([['i-1', 'i-2', 'i-3', 'vol-1', 'vol-2', 'vol-3', 'vol-4', 'vol-5']]);
    expect(examples.map(({ volumes }) => volumes?.keptOwner)).toEqual(['bob@ucsc.edu', undefined, undefined]);
  });

  test('do not remove those that it shows', async () => {
    const { check } = aCheck([[anInstance('i-1', { owner: 'shared' })]], {
      'i-1': [{ key: 'Name', value: 'x' }],
    });
    expect((await check(aCheckInput())).toRepair).toMatchObject([{ owner: 'shared', instanceIds: ['i-1'] }]);
  });

  test('replace an older value of the same key', async () => {
    const { check } = aCheck([[anInstance('i-1', { Owner: '' })]], {
      'i-1': [{ key: 'Owner', value: 'shared' }],
    });
    expect((await check(aCheckInput())).toWarn).toEqual([]);
  });
});

test('an error of EC2 is thrown: the state machine retries', async () => {
  const readInstancesIn = () => Promise.reject(new Error('RoleNotAssumable'));
  const check = createHandler(aCheckEnvironment(), { readInstancesIn, ...others });
  await expect(check(aCheckInput())).rejects.toThrow('RoleNotAssumable');
});

describe('a grace period that the breaker holds', () => {
  const checked = async (
    cause: 'untagged' | 'launch',
    read?: () => Promise<never>,
    {
      counted = 'untagged',
      ...more
    }: { readonly counted?: 'untagged' | 'sweep'; readonly warnAt?: string } = {},
  ) => {
    const breaker = aBreaker();
    const beginning = gracePeriodsToCount(['i-1', ...instanceIds(10)], { cause: counted });
    const { record, group } = countGracePeriods(NOTHING_COUNTED, beginning, at(1));
    await breaker.update('422448306679', () => ({ record, result: null }));
    await breaker.join(group?.id ?? '', beginning.instances);
    const instance = anInstance('i-1', {}, { createdAt: textAt(-60) });
    const reader = aReader([instance]);
    const check = createHandler(aCheckEnvironment({ inheritOwner: [] }), {
      ...others,
      breaker: { ...breaker, ...(read ? { read } : {}) },
      readInstancesIn: async () => reader,
    });
    const launch = aLaunch({ key: { filter: 'instance-id', value: 'i-1' }, instanceIds: ['i-1'] });
    return check(aCheckInput({ cause, launch, ...more }));
  };

  test("warns of nothing and ends at once: the breaker's mails report all of it together", async () => {
    expect(await checked('untagged')).toMatchObject({ held: true, toWarn: [], toTerminate: [], until: null });
  });

  test('and that a sweep began: those of an event and of a late launch leave the instance to it', async () => {
    const over = { held: false, over: ['i-1'], toWarn: [], toTerminate: [], findings: [], until: null };
    const met = { counted: 'sweep', warnAt: textAt(11) } as const;
    expect(await checked('untagged', undefined, met)).toMatchObject(over);
    expect(await checked('launch', undefined, met)).toMatchObject(over);
    expect(await checked('launch', undefined, { ...met, warnAt: textAt(2) })).toMatchObject({
      toWarn: ['i-1'],
    });
  });

  test('is never that of a launch', async () => {
    expect(await checked('launch')).toMatchObject({ held: false, toWarn: ['i-1'] });
  });

  test('holds what is due for a launch too, once that was checked since its deadline', async () => {
    const left = async (checkedAt: string, read?: () => Promise<never>) => {
      const breaker = aBreaker();
      const beginning = gracePeriodsToCount(['i-1', ...instanceIds(10)]);
      const { record, group } = countGracePeriods(NOTHING_COUNTED, beginning, at(1));
      await breaker.update('422448306679', () => ({ record, result: null }));
      await breaker.join(group?.id ?? '', beginning.instances);
      const due = aRound({
        dueAt: textAt(10),
        toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1'] }],
      });
      const input = aCheckInput({ check: aRound({ checkedAt }) });
      return findJudgedElsewhere(input, due, [], aPolicy().timing, {
        reader: { names: async () => new Map() },
        openExecutions: async () => [],
        breaker: { ...breaker, ...(read ? { read } : {}) },
        log: aLog(),
      });
    };
    const [none, those] = [new Set(), new Set(['i-1'])];
    expect(await left(textAt(10))).toEqual({ waiting: none, excluded: those });
    expect(await left(textAt(2))).toEqual({ waiting: none, excluded: none });
    const down = () => Promise.reject(new Error('the table is down'));
    expect(await left(textAt(10), down)).toEqual({ waiting: those, excluded: none });
  });

  test('if that is unknown, terminates nothing of a late launch yet, and leaves the rest to `terminate`', async () => {
    const read = () => Promise.reject(new Error('the table is down'));
    const left = async (cause: 'untagged' | 'launch', warnAt: string) => {
      const due = { ...aRound(), toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1'] }] };
      const sources = {
        reader: { names: async () => new Map() },
        openExecutions: async () => [],
        log: aLog(),
      };
      const breaker = { ...aBreaker(), read };
      const input = aCheckInput({ cause, warnAt });
      return [
        ...(await findJudgedElsewhere(input, due, [], aPolicy().timing, { ...sources, breaker })).waiting,
      ];
    };
    expect(await left('launch', textAt(11))).toEqual(['i-1']);
    expect(await left('launch', textAt(2))).toEqual([]);
    expect(await left('untagged', textAt(1))).toEqual([]);
  });

  test('gets a warning if that is unknown: `terminate` reads it again', async () => {
    const planned = await checked('untagged', () => Promise.reject(new Error('the table is down')));
    expect(planned).toMatchObject({ held: false, toWarn: ['i-1'] });
  });
});

describe('an instance that another open execution judges', () => {
  const id = 'i-0a1b2c3d4e5f60718';
  const key = { filter: 'instance-id', value: id } as const;
  const launch = aLaunch({ key, eventTime: textAt(12), instanceIds: [id] });
  const untagged = aCheckInput({ launch, cause: 'untagged' });
  const names = { reservationId: 'r-0a1b2c3d4e5f60718', clientToken: 'nightly' };
  const own = anOpenExecution(launch, { cause: 'untagged', startedAt: at(12).getTime() });
  const judges = (one: Launch, minutes: number) =>
    anExecutionByName(one, { startedAt: at(minutes).getTime() });

  const checked = async (input: CheckInput, ...open: readonly OpenExecution[] | [Error]) => {
    jest.setSystemTime(at(13));
    const looked: unknown[] = [];
    const described: OpenExecution[] = [];
    const [failure] = open;
    const check = createHandler(aCheckEnvironment({ inheritOwner: [] }), {
      ...others,
      readInstancesIn: async () => aReader([anInstance(id)], { names: async () => new Map([[id, names]]) }),
      openExecutions: async (accountId, regions, told, isAskedFor = () => false) => {
        looked.push([accountId, regions, told]);
        if (failure instanceof Error) throw failure;
        const all = open.flatMap((one) => (one instanceof Error ? [] : [one]));
        described.push(...all.filter(isAskedFor));
        return all;
      },
    });
    return { ...(await check(input)), looked, described };
  };

  test.each<[string, Launch]>([
    ['of its reservation', aLaunch({ instanceIds: [] })],
    ['of its client token', aLaunch({ key: { filter: 'client-token', value: 'nightly' }, instanceIds: [] })],
  ])('is left to an earlier one %s, and checked again', async (_, one) => {
    expect(await checked(untagged, own, judges(one, 11))).toMatchObject({
      toWarn: [],
      until: textAt(15),
      looked: [['422448306679', ['us-west-2'], 'keys']],
    });
  });

  test.each<[string, Launch, number]>([
    ['that began later', aLaunch({ instanceIds: [] }), 12.5],
    ['whose client token looks like its id', aLaunch({ key: { filter: 'client-token', value: id } }), 11],
  ])('is not left to one %s', async (_, one, minutes) => {
    expect(await checked(untagged, own, judges(one, minutes))).toMatchObject({ toWarn: [id] });
  });

  test('is warned of if that is unknown: a second warning is better than none', async () => {
    expect(await checked(untagged, new Error('ThrottlingException'))).toMatchObject({ toWarn: [id] });
  });

  test('is still left to another if that is unknown now, but the last check knew', async () => {
    const failed = new Error('ThrottlingException');
    const check = aRound({ until: textAt(13) });
    const verdict = { is: 'noncompliant', reason: 'owner-missing' } as const;
    const seen = aRound({ until: textAt(13), findings: [{ verdict, instanceIds: [id] }] });
    expect(await checked({ ...untagged, check }, failed)).toMatchObject({ toWarn: [], until: textAt(15) });
    expect(await checked({ ...untagged, check: seen }, failed)).toMatchObject({ toWarn: [id] });
  });

  test('is not ended either, though the first look was in vain and warned of it', async () => {
    const warned = { instanceIds: [id], at: textAt(2) };
    const verdict = { is: 'noncompliant', reason: 'owner-missing' } as const;
    const findings = [{ verdict, instanceIds: [id] }];
    const check = aRound({ checkedAt: textAt(12), until: textAt(13), warned, findings });
    const found = aLaunch({ key, eventTime: textAt(1), instanceIds: [id] });
    const due = aCheckInput({ launch: found, cause: 'sweep', check });
    const mine = anOpenExecution(found, { cause: 'sweep', startedAt: at(12).getTime() });
    const one = aLaunch({ instanceIds: [] });
    expect(await checked(due, mine, judges(one, 11))).toMatchObject({ toTerminate: [], until: textAt(15) });
    expect(await checked(due, mine)).toMatchObject({ toTerminate: [{ instanceIds: [id] }] });
    expect(await checked(due, new Error('ThrottlingException'))).toMatchObject({
      toTerminate: [{ instanceIds: [id] }],
    });
  });

  test('is left to one that began for an Owner removed after the launch’s grace period, before its late warning', async () => {
    const warned = { instanceIds: [id], at: textAt(12) };
    const found = aLaunch({ key, instanceIds: [id] });
    const due = aRound({
      dueAt: textAt(15),
      warned,
      toTerminate: [{ availabilityZone: 'us-west-2a', instanceIds: [id] }],
    });
    const left = async (removedAt: number) => {
      const removed = aLaunch({ key, eventTime: textAt(removedAt), instanceIds: [id] });
      const { excluded } = await findJudgedElsewhere(
        aCheckInput({ launch: found, check: aRound({ checkedAt: textAt(12), warned }) }),
        due,
        [],
        aPolicy().timing,
        {
          reader: { names: async () => new Map() },
          openExecutions: async () => [
            anOpenExecution(removed, { cause: 'untagged', startedAt: at(12.5).getTime() }),
          ],
          breaker: aBreaker(),
          log: aLog(),
        },
      );
      return [...excluded];
    };
    expect([await left(9), await left(11), await left(13)]).toEqual([[], [id], []]);
  });

  test('is asked when it began where its name does not tell, and of the launch’s other instances not', async () => {
    const late = aCheckInput({ launch: aLaunch({ eventTime: textAt(0) }), warnAt: textAt(13) });
    const other = aLaunch({ key: { ...key, value: 'i-0a1b2c3d4e5f60719' } });
    const open = [late.launch, launch, other].map((one) =>
      anExecutionByName(one, {
        cause: one.key.filter === 'instance-id' ? 'untagged' : 'launch',
        instanceIds: one.key.filter === 'instance-id' ? [one.key.value] : [],
      }),
    );
    expect((await checked(late, ...open)).described).toEqual([anExecutionByName(launch, open[1])]);
    expect((await checked(untagged, ...open)).described).toEqual([]);
  });

  test('is not looked up for a launch whose record came in time', async () => {
    const inTime = { launch: aLaunch({ eventTime: textAt(11) }), warnAt: textAt(13) };
    expect((await checked(aCheckInput(inTime))).looked).toEqual([]);
  });

  test('is left to one that began before a launch was started again by hand', async () => {
    const again = aLaunch({ instanceIds: [id] });
    const byHand = anOpenExecution(again, { name: 'again-1', startedAt: at(13).getTime() });
    expect(await checked(aCheckInput({ launch: again }), own, byHand)).toMatchObject({ toWarn: [] });
  });

  test.each([
    ['after the deadline: it is left to its own grace period', 10.2, [], [id]],
    ['before the deadline: it is terminated', 9.9, [id], undefined],
  ])(
    'while an execution retries after its deadline, and the Owner was removed %s',
    async (_, minutes, ended, over) => {
      const own = aLaunch({
        key: { filter: 'reservation-id', value: names.reservationId },
        instanceIds: [id],
      });
      const warned = { instanceIds: [id], at: textAt(2) };
      const check = aRound({ checkedAt: textAt(10), dueAt: textAt(10), warned });
      const anew = aLaunch({ key, eventTime: textAt(minutes), instanceIds: [id] });
      const open = anExecutionByName(anew, { cause: 'untagged', eventTime: at(minutes).getTime() });
      const planned = await checked(aCheckInput({ launch: own, check }), open);
      expect(planned.toTerminate.flatMap(({ instanceIds }) => instanceIds)).toEqual(ended);
      expect(planned.over).toEqual(over);
      // People were told of that deadline; a warning of others has moved it since.
      const moved = {
        checkedAt: textAt(11),
        told: textAt(10),
        until: textAt(13),
        warned: { ...warned, at: textAt(9.9) },
      };
      const later = await checked(aCheckInput({ launch: own, check: aRound(moved) }), open);
      expect(later.toTerminate.flatMap(({ instanceIds }) => instanceIds)).toEqual(ended);
      expect(later.over).toEqual(over);
    },
  );
});

test('an account that is no longer in the configuration is not read: its roles are gone', async () => {
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

test('a redriven execution leaves the instances that are alive to the sweep', async () => {
  const { check } = aCheck([[anInstance('i-1')]]);
  const planned = await check({ redrives: 1, state: aCheckInput() });
  expect(planned).toMatchObject({ toWarn: [], toTerminate: [], until: null });
});
