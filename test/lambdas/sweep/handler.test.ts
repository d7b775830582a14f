import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { BreakerTable } from '../../../lambdas/aws/breaker-table.ts';
import { decide } from '../../../lambdas/domain/breaker/record.ts';
import type { ExistingInstance } from '../../../lambdas/domain/sweep/classify.ts';
import type { ExecutionToStart } from '../../../lambdas/domain/sweep/executions.ts';
import { aBreaker } from '../a-breaker.ts';
import { aLaunch } from '../a-launch.ts';
import { anExistingInstance } from '../an-existing-instance.ts';
import { anExecutionByName } from '../an-open-execution.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { aSweep, type Met } from './a-sweep.ts';

/** An hour after the launch of all instances in these tests. */
beforeEach(() => {
  jest.useFakeTimers({ now: at(60) });
});
afterEach(() => {
  jest.useRealTimers();
});

const OWNED = { Owner: 'bob@ucsc.edu' };
/** A configuration with an exemption that a sweep cannot see for itself. */
const BY_ROLE = {
  environment: {
    EXEMPTIONS: [{ role: 'arn:aws:iam::422448306679:role/toil-*', reason: 'Toil', until: '2027-01-01' }],
  },
};
/** This many compliant instances. */
const owned = (count: number): ExistingInstance[] =>
  instanceIds(count, 1000).map((id) => anExistingInstance(id, OWNED));
const untagged = (count: number): ExistingInstance[] =>
  instanceIds(count).map((id) => anExistingInstance(id));
const in1 = (...existing: ExistingInstance[]) => ({ 'us-west-2': existing });
const namesOf = (started: readonly { readonly name: string }[]) => started.map(({ name }) => name);

test('an instance that no event reported gets a full grace period', async () => {
  const { result, started, asked, kept, log, measured } = await aSweep({
    regions: { 'us-west-2': [anExistingInstance('i-1'), ...owned(2)], 'eu-west-1': owned(1) },
  });
  expect(started).toMatchObject([
    {
      name: '422448306679-us-west-2-r-of-i-1-sweep-1793728800',
      input: {
        launch: { instanceIds: ['i-1'], eventTime: textAt(60), launchedAt: textAt(0) },
        cause: 'sweep',
        account: { name: 'pangenomics', mode: 'enforce' },
        warnAt: textAt(61),
      },
    },
  ]);
  expect(result).toEqual({
    accountId: '422448306679',
    instances: 4,
    found: 1,
    resumed: 0,
    started: 1,
    held: 0,
    beforeEnforcement: 0,
  });
  expect(asked).toEqual([
    'read 422448306679 us-west-2',
    'read 422448306679 eu-west-1',
    'open 422448306679 us-west-2 eu-west-1',
  ]);
  expect(kept).toEqual([['i-1', 1]]);
  expect(log).toEqual(['grace-period-started', 'account-swept']);
  expect(measured).toEqual(['FoundBySweep 422448306679 1']);
});

test('if all instances comply, nothing else is read', async () => {
  const { started, asked, measured } = await aSweep({ regions: in1(...owned(3)) });
  expect({ started, measured }).toEqual({ started: [], measured: [] });
  expect(asked).toEqual(['read 422448306679 us-west-2']);
});

test('tags that DescribeInstances omits are read with DescribeTags', async () => {
  const moreTags = { 'i-1': [{ key: 'Owner', value: 'bob@ucsc.edu' }] };
  expect(await aSweep({ regions: in1(anExistingInstance('i-1')), moreTags })).toMatchObject({ started: [] });
});

describe('no grace period begins for', () => {
  test('an instance that an open execution judges', async () => {
    const key = { filter: 'reservation-id', value: 'r-of-i-1' } as const;
    const { started, result } = await aSweep({
      regions: in1(anExistingInstance('i-1'), anExistingInstance('i-2')),
      open: [aLaunch({ key, instanceIds: [] })],
    });
    expect(namesOf(started)).toEqual([expect.stringContaining('r-of-i-2')]);
    expect(result).toMatchObject({ found: 1 });
  });

  test('the one instance of a launch that has its own open execution; the others get one', async () => {
    const key = { filter: 'instance-id', value: 'i-1' } as const;
    const together = { reservationId: 'r-1' };
    const { started } = await aSweep({
      regions: in1(
        { ...anExistingInstance('i-1'), ...together },
        { ...anExistingInstance('i-2'), ...together },
        ...owned(9),
      ),
      open: [aLaunch({ key, instanceIds: ['i-1'] })],
    });
    expect(started.map(({ input }) => input.launch.instanceIds)).toEqual([['i-2']]);
  });

  test('an instance so new that its record may still arrive', async () => {
    jest.setSystemTime(at(14));
    expect(await aSweep({ regions: in1(anExistingInstance('i-1')) })).toMatchObject({ started: [] });
  });

  test('an instance that this service stopped, while it is stopped', async () => {
    const stopped = anExistingInstance('i-1', {}, { instance: { state: 'stopped' } });
    const startedAgain = anExistingInstance('i-2');
    const { started } = await aSweep({
      regions: in1(stopped, startedAgain),
      stopped: ['i-1', 'i-2'],
    });
    expect(namesOf(started)).toEqual([expect.stringContaining('r-of-i-2')]);
  });

  test('an exempt instance, which is logged', async () => {
    const exemption = { tag: { key: 'lab' }, reason: 'a grant', until: '2027-01-01' };
    const { started, log } = await aSweep({
      regions: in1(anExistingInstance('i-1', { lab: '7' }), anExistingInstance('i-2')),
      environment: { EXEMPTIONS: [exemption] },
    });
    expect(namesOf(started)).toEqual([expect.stringContaining('r-of-i-2')]);
    expect(log).toEqual(['exempted', 'grace-period-started', 'account-swept']);
  });

  test('any instance while the service is paused', async () => {
    const { result, asked, log } = await aSweep({ regions: in1(anExistingInstance('i-1')), paused: true });
    expect({ result, asked, log }).toEqual({
      result: { paused: true },
      asked: [],
      log: ['sweep-paused'],
    });
  });

  test('any instance while the pause cannot be read', async () => {
    const paused = new Error('PauseNotReadable');
    expect(await aSweep({ regions: in1(anExistingInstance('i-1')), paused })).toMatchObject({
      result: paused,
      started: [],
    });
  });
});

describe('an instance that a pause held', () => {
  test('is resumed, and does not count as a lost event', async () => {
    const { started, result, measured } = await aSweep({
      regions: in1(...untagged(20)),
      held: instanceIds(20),
    });
    expect(started).toHaveLength(20);
    for (const { name, input } of started) {
      expect(name).toContain('-resume-');
      expect(input.cause).toBe('resume');
    }
    expect(result).toMatchObject({ found: 0, resumed: 20, held: 0 });
    expect(measured).toEqual([]);
  });
});

describe('the breaker', () => {
  const GROUP = '422448306679-sweep-1793728800';
  const groupsOf = async (breaker: BreakerTable) => (await breaker.read('422448306679')).groups;
  /** Sweeps this many untagged instances for the first time, among enough others that only their number decides. */
  const held = async (count: number, met: Met = {}) => {
    const first = await aSweep({ regions: in1(...untagged(count), ...owned(300)), ...met });
    return { ...first, regions: in1(...untagged(count), ...owned(300)) };
  };

  test('counts more than maxTerminationsAtOnce into a group, and their grace periods find their launchers', async () => {
    const regions = { 'us-west-2': [...untagged(6), ...owned(300)], 'eu-west-1': untagged(11).slice(6) };
    const { result, started, notices, breaker, log } = await aSweep({ regions });
    expect(result).toMatchObject({ instances: 311, found: 11, started: 11 });
    expect(started).toHaveLength(11);
    expect(await groupsOf(breaker)).toMatchObject([{ id: GROUP, cause: 'sweep', mode: 'enforce' }]);
    expect((await breaker.joined(GROUP)).map(({ instanceId }) => instanceId)).toEqual(instanceIds(11));
    expect(log).toContain('breaker-counted');
    expect(notices).toEqual([
      {
        name: `${GROUP}-day-0`,
        input: {
          accountId: '422448306679',
          account: { name: 'pangenomics', mode: 'enforce' },
          groupId: GROUP,
          day: 0,
          at: textAt(72),
          remaining: null,
        },
      },
    ]);
  });

  test('also counts more than a fifth of the account into a group', async () => {
    const fifth = await aSweep({ regions: in1(...untagged(5), ...owned(20)) });
    expect(await groupsOf(fifth.breaker)).toEqual([]);
    const more = await aSweep({ regions: in1(...untagged(5), ...owned(19)) });
    expect(await groupsOf(more.breaker)).toHaveLength(1);
  });

  test('counts before any grace period begins: without the count, none begins', async () => {
    const breaker = aBreaker();
    const broken = { ...breaker, update: () => Promise.reject(new Error('the table is down')) };
    const { result, started } = await aSweep({ regions: in1(...untagged(1)), breaker: broken });
    expect({ result, started }).toMatchObject({ result: { message: 'the table is down' }, started: [] });
  });

  test('does not count instances that are only corrected', async () => {
    const near = instanceIds(20).map((id) => anExistingInstance(id, { owner: 'bob@ucsc.edu' }));
    const { result, breaker } = await aSweep({ regions: in1(...near) });
    expect(result).toMatchObject({ started: 20 });
    expect(await groupsOf(breaker)).toEqual([]);
  });

  test('does not count the instances of a launch whose execution failed', async () => {
    const failed = instanceIds(20).map((id) =>
      anExecutionByName(aLaunch({ key: { filter: 'reservation-id', value: `r-of-${id}` } })),
    );
    const { started, breaker } = await aSweep({ regions: in1(...untagged(20), ...owned(300)), failed });
    expect(started).toHaveLength(20);
    expect(await groupsOf(breaker)).toEqual([]);
  });

  test('has the configured limit', async () => {
    const environment = { MAX_TERMINATIONS_AT_ONCE: 2 };
    const { breaker } = await aSweep({ regions: in1(...untagged(3), ...owned(300)), environment });
    expect(await groupsOf(breaker)).toHaveLength(1);
  });

  test('leaves instances alone that it holds, and counts them until somebody decides', async () => {
    const { breaker, regions } = await held(11);
    jest.setSystemTime(at(80));
    const { started, result, measured } = await aSweep({ regions, breaker });
    expect(started).toEqual([]);
    expect(result).toMatchObject({ held: 11, found: 0 });
    expect(measured).toEqual(['HeldByBreaker 422448306679 11']);
  });

  test('does not hold what is found later: it is in no group', async () => {
    const { breaker, regions } = await held(11);
    jest.setSystemTime(at(80));
    const later = anExistingInstance('i-later');
    const { started } = await aSweep({ regions: in1(later, ...regions['us-west-2']), breaker });
    expect(started.map(({ input }) => input.launch.instanceIds)).toEqual([['i-later']]);
    expect(await groupsOf(breaker)).toHaveLength(1);
  });

  test('begins new grace periods for released instances, and does not count them', async () => {
    const { breaker, regions } = await held(11);
    await breaker.update('422448306679', (record) => ({
      record: decide(record, GROUP, 'released', at(75)) ?? record,
      result: null,
    }));
    jest.setSystemTime(at(80));
    const { started, result } = await aSweep({ regions, breaker });
    expect(started).toHaveLength(11);
    expect(new Set(started.map(({ input }) => input.cause))).toEqual(new Set(['resume']));
    expect(result).toMatchObject({ held: 0, resumed: 11, found: 0 });
    expect(await groupsOf(breaker)).toHaveLength(1);
  });

  test('leaves dismissed instances alone until their tags change', async () => {
    const { breaker } = await held(11);
    await breaker.update('422448306679', (record) => ({
      record: decide(record, GROUP, 'dismissed', at(75)) ?? record,
      result: null,
    }));
    jest.setSystemTime(at(80));
    const [changed, ...others] = untagged(11);
    const emptied = anExistingInstance(changed?.instance.instanceId ?? '', { Owner: '' });
    const { started, measured } = await aSweep({ regions: in1(emptied, ...others, ...owned(300)), breaker });
    expect(started.map(({ input }) => input.cause)).toEqual(['sweep']);
    expect(started[0]?.input.launch.instanceIds).toEqual([changed?.instance.instanceId]);
    expect(measured).toEqual(['FoundBySweep 422448306679 1']);
  });

  test('sends one notice in dry-run, and holds nothing', async () => {
    const { breaker, regions, started } = await held(11, { mode: 'dry-run' });
    expect(started).toHaveLength(11);
    expect(await groupsOf(breaker)).toMatchObject([{ mode: 'dry-run' }]);
    jest.setSystemTime(at(60 + 3 * 24 * 60));
    const { notices, result } = await aSweep({ mode: 'dry-run', regions, breaker });
    const ofGroup = notices.map(({ name }) => name).filter((name) => name.startsWith(GROUP));
    expect(ofGroup).toEqual([`${GROUP}-day-0`]);
    expect(result).toMatchObject({ held: 0 });
  });

  test.each([
    // A first notice that could not be started is started now; its name prevents a second one.
    ['the first one', 80, 11, [`${GROUP}-day-0`]],
    ['a day later', 60 + 12 + 24 * 60, 11, [`${GROUP}-day-1`]],
    ['two days later, about those that are left', 60 + 12 + 2 * 24 * 60, 3, [`${GROUP}-day-2`]],
    ['none if every instance has an Owner again', 60 + 12 + 24 * 60, 0, []],
  ])('sends notices: %s', async (_, minute, left, expected) => {
    const { breaker } = await held(11);
    jest.setSystemTime(at(minute));
    const { notices } = await aSweep({ regions: in1(...untagged(left), ...owned(300)), breaker });
    expect(notices.map(({ name }) => name)).toEqual(expected);
    if (minute > 100) for (const { input } of notices) expect(input.remaining).toBe(left);
  });
});

describe('an instance that stays alive is not reported for ever', () => {
  test('in dry-run it is taken up once a day, and does not count as a lost event', async () => {
    const regions = in1(anExistingInstance('i-1'), anExistingInstance('i-2'));
    const { started, result, kept } = await aSweep({ mode: 'dry-run', regions, times: { 'i-1': 1 } });
    expect(started).toMatchObject([
      { input: { account: { mode: 'dry-run' }, launch: { instanceIds: ['i-2'] } } },
    ]);
    expect(result).toMatchObject({ found: 0 });
    expect(kept).toEqual([['i-2', 1]]);
  });

  test('in enforce it is taken up six times, and counted the first time', async () => {
    const regions = in1(anExistingInstance('i-1'), anExistingInstance('i-2'));
    const { started, result, kept } = await aSweep({ regions, times: { 'i-1': 5, 'i-2': 0 } });
    expect(started).toHaveLength(2);
    expect(result).toMatchObject({ found: 1, started: 2 });
    expect(kept).toEqual([
      ['i-1', 6],
      ['i-2', 1],
    ]);
  });

  test('then it is backed off, and every sweep counts it: nobody has terminated it', async () => {
    const regions = in1(anExistingInstance('i-1'));
    const { started, log, measured } = await aSweep({ regions, times: { 'i-1': 6 } });
    expect(started).toEqual([]);
    expect(log).toEqual(['sweep-backed-off', 'account-swept']);
    expect(measured).toEqual(['FoundBySweep 422448306679 1']);
  });

  test.each<[string, Parameters<typeof aSweep>[0]]>([
    ['in dry-run', { mode: 'dry-run', times: { 'i-1': 6 } }],
    ['if it is only reported', { reported: ['i-1'], times: { 'i-1': 6 } }],
    [
      'after one time, if its grace period found it exempt',
      { ...BY_ROLE, exempt: ['i-1'], times: { 'i-1': 1 } },
    ],
  ])('it is backed off without being counted %s', async (_, met) => {
    const { started, log, measured } = await aSweep({ regions: in1(anExistingInstance('i-1')), ...met });
    expect({ started, log, measured }).toEqual({ started: [], log: ['account-swept'], measured: [] });
  });

  test.each<[string, Parameters<typeof aSweep>[0]]>([
    ['only reported', { reported: ['i-1'] }],
    ['exempt', { ...BY_ROLE, exempt: ['i-1'] }],
  ])('one that was %s is checked again after a day, and does not count as a lost event', async (_, met) => {
    const { started, measured } = await aSweep({ regions: in1(anExistingInstance('i-1')), ...met });
    expect(started).toHaveLength(1);
    expect(measured).toEqual([]);
  });

  test('one that was exempt counts again if no exemption by role can cover it', async () => {
    const regions = in1(anExistingInstance('i-1'));
    const { started, measured } = await aSweep({ regions, exempt: ['i-1'], times: { 'i-1': 1 } });
    expect(started).toHaveLength(1);
    expect(measured).toEqual([]);
    const first = await aSweep({ regions, exempt: ['i-1'] });
    expect(first.measured).toEqual(['FoundBySweep 422448306679 1']);
  });
});

describe('an instance older than enforcement', () => {
  const environment = { ENFORCE_LAUNCHES_AFTER: textAt(10) };
  const young = anExistingInstance('i-9', {}, { instance: { createdAt: textAt(20) } });

  test('is reported to administrators, one mail per Region, and does not count as a lost event', async () => {
    const there = anExistingInstance('i-8', {}, { region: 'eu-west-1' });
    const regions = { 'us-west-2': [...untagged(2), young], 'eu-west-1': [there] };
    const { started, kept, result } = await aSweep({ regions, environment });
    expect(started.map(({ input: { launch } }) => [launch.region, launch.instanceIds])).toEqual([
      ['us-west-2', ['i-9']],
      ['us-west-2', instanceIds(2)],
      ['eu-west-1', ['i-8']],
    ]);
    expect(kept).toEqual([['i-9', 1]]);
    expect(result).toMatchObject({ found: 1, started: 1, beforeEnforcement: 3 });
  });

  test('is reported once', async () => {
    const noticed = ['i-1'];
    const { started, asked } = await aSweep({
      regions: in1(anExistingInstance('i-1')),
      environment,
      noticed,
    });
    expect(started).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('is not reported if an open execution is about to report it', async () => {
    const open = [aLaunch({ key: { filter: 'instance-id', value: 'i-1,i-2' }, instanceIds: ['i-1', 'i-2'] })];
    const regions = in1(anExistingInstance('i-1'), anExistingInstance('i-2'), anExistingInstance('i-3'));
    const { started } = await aSweep({ regions, environment, open });
    expect(started.map(({ input }) => input.launch.instanceIds)).toEqual([['i-3']]);
  });

  test('is not reported while earlier reports are unknown', async () => {
    const regions = in1(anExistingInstance('i-1'), young);
    const { started, log } = await aSweep({ regions, environment, table: new Error('down') });
    expect(started.map(({ input }) => input.launch.instanceIds)).toEqual([['i-9']]);
    expect(log).toContain('reports-unknown');
  });

  test('is reported even if the breaker holds something', async () => {
    const many = instanceIds(11, 100).map((id) =>
      anExistingInstance(id, {}, { instance: { createdAt: textAt(20) } }),
    );
    const { started, notices } = await aSweep({
      regions: in1(anExistingInstance('i-1'), ...many),
      environment,
    });
    expect(notices).toHaveLength(1);
    expect(started.map(({ input }) => input.launch.instanceIds)).toContainEqual(['i-1']);
  });
});

test('a table that does not answer does not prevent a sweep', async () => {
  const { started, log } = await aSweep({
    regions: in1(anExistingInstance('i-1')),
    table: new Error('ProvisionedThroughputExceededException'),
  });
  expect(started).toMatchObject([{ input: { cause: 'sweep' } }]);
  expect(log).toEqual([
    ...Array(5).fill('sweep-notes-not-readable'),
    'grace-period-started',
    'sweep-not-counted',
    'account-swept',
  ]);
});

test('a Region that cannot be read does not stop the others, and fails the sweep at its end', async () => {
  const { result, started, log } = await aSweep({
    regions: { 'eu-west-1': new Error('UnauthorizedOperation'), 'us-west-2': [anExistingInstance('i-1')] },
  });
  expect(namesOf(started)).toEqual([expect.stringContaining('r-of-i-1')]);
  expect(log).toEqual(['region-not-swept', 'grace-period-started', 'account-swept']);
  expect(result).toMatchObject({
    name: 'SweepIncomplete',
    message: expect.stringContaining(
      '422448306679 was not swept in eu-west-1 (Error: UnauthorizedOperation)',
    ),
  });
});

test("a sweep that could not read every Region leaves the breaker's number of instances as it was", async () => {
  const breaker = aBreaker();
  const number = async () => (await breaker.read('422448306679')).instances;
  await aSweep({ regions: { 'eu-west-1': owned(20), 'us-west-2': owned(5) }, breaker });
  expect(await number()).toBe(25);
  await aSweep({ regions: { 'eu-west-1': new Error('down'), 'us-west-2': owned(4) }, breaker });
  expect(await number()).toBe(25);
  await aSweep({ regions: { 'eu-west-1': [], 'us-west-2': owned(4) }, breaker });
  expect(await number()).toBe(4);
});

describe('an invalid Owner', () => {
  const strict = { environment: { OWNER_TAG: anOwnerTag({ onInvalidValue: 'terminate' }) } };
  const regions = in1(
    anExistingInstance('i-1', { Owner: 'Bobbie' }),
    anExistingInstance('i-2'),
    ...owned(18),
  );
  const found = (started: readonly ExecutionToStart[]) =>
    started.flatMap(({ input }) => input.launch.instanceIds);

  test('gets a grace period if its instance is to be terminated', async () => {
    const { started } = await aSweep({ ...strict, regions, users: ['bob@ucsc.edu'] });
    expect(found(started)).toEqual(['i-1', 'i-2']);
  });

  test.each([
    ['no user matches a pattern', ['bob@example.org'], 'no-user-matches'],
    ['the users are not readable', new Error('down'), 'users-not-readable'],
  ])('is left alone while %s; an instance without an Owner is not', async (_, users, said) => {
    const { started, log } = await aSweep({ ...strict, regions, users });
    expect(found(started)).toEqual(['i-2']);
    expect(log).toContain(said);
  });

  test('is left alone if it is only reported, and no user is read', async () => {
    expect(found((await aSweep({ regions })).started)).toEqual(['i-2']);
  });
});

describe('what is attached to instances with a valid Owner is looked at', () => {
  const place = { accountId: '422448306679', region: 'us-west-2' };

  test('two hundred instances at a time, and none without one', async () => {
    const many = owned(201);
    const ids = many.map(({ instance }) => instance.instanceId);
    const { looks } = await aSweep({
      regions: {
        'us-west-2': [...many, ...untagged(2)],
        'eu-west-1': [{ ...anExistingInstance('i-9', OWNED), region: 'eu-west-1' }],
      },
    });
    expect(looks).toEqual([
      { ...place, instanceIds: ids.slice(0, 200) },
      { ...place, instanceIds: ids.slice(200) },
      { ...place, region: 'eu-west-1', instanceIds: ['i-9'] },
    ]);
  });

  test('not in dry-run, and not if no Owner is propagated', async () => {
    expect((await aSweep({ regions: in1(...owned(2)), mode: 'dry-run' })).looks).toEqual([]);
    expect((await aSweep({ regions: in1(...owned(2)), requestLook: null })).looks).toEqual([]);
  });

  test('by the next sweep if the queue does not take it, and the rest of the sweep goes on', async () => {
    const requestLook = new Error('queue down');
    const { result, started, log } = await aSweep({ regions: in1(...owned(2), ...untagged(1)), requestLook });
    expect(started).toHaveLength(1);
    expect(log).toContain('look-not-queued');
    expect(result).toMatchObject({ instances: 3 });
  });
});
