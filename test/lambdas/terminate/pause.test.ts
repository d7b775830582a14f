import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { countGracePeriods } from '../../../lambdas/domain/breaker/count.ts';
import { NOTHING_COUNTED } from '../../../lambdas/domain/breaker/record.ts';
import { PauseNotReadable } from '../../../lambdas/domain/grace-period/errors.ts';
import type {
  TerminationResult,
  Terminations,
} from '../../../lambdas/domain/grace-period/orders-and-results.ts';
import { createHandler } from '../../../lambdas/terminate/handler.ts';
import { aBreaker, gracePeriodsToCount } from '../a-breaker.ts';
import { at, textAt } from '../at.ts';
import { instanceIds } from '../instance-ids.ts';
import { anInput, aTerminateEnvironment } from './a-terminate-environment.ts';
import { anEc2 } from './an-ec2.ts';
import { someClients } from './some-clients.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(10) });
});
afterEach(() => {
  jest.useRealTimers();
});

const two = [
  { availabilityZone: 'us-west-2a', instanceIds: ['i-1'] },
  { availabilityZone: 'us-west-2b', instanceIds: ['i-2', 'i-3'] },
];
const over = (results: TerminationResult[]): Terminations => ({ results, unfinished: [], ifGone: [] });
const after = (calls: number) => (asked: readonly string[]) => asked.length >= calls;

test('while enforcement is paused, EC2 is not called, and everything is held', async () => {
  const { clients, asked } = someClients({ isPaused: () => true });
  expect(await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: two }))).toEqual(
    over([{ result: 'held', reason: 'paused', instanceIds: ['i-1', 'i-2', 'i-3'] }]),
  );
  expect(asked).toEqual([]);
});

test('a pause takes effect before the next call: earlier terminations are reported, the rest is held', async () => {
  const { clients, asked } = someClients({ isPaused: after(1) });
  expect(await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: two }))).toEqual(
    over([
      { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] },
      { result: 'held', reason: 'paused', instanceIds: ['i-2', 'i-3'] },
    ]),
  );
  expect(asked).toEqual(['TerminateInstances i-1']);
});

test('a pause also takes effect between batches, and while a refused call is halved', async () => {
  const ids = instanceIds(150);
  const orders = [{ availabilityZone: 'us-west-2a', instanceIds: ids }];
  const { clients, asked } = someClients({ ec2: anEc2({ unknown: ids.slice(0, 1) }), isPaused: after(2) });
  const results = await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: orders }));
  expect(results).toEqual(over([{ result: 'held', reason: 'paused', instanceIds: ids }]));
  expect(asked).toHaveLength(2);
});

test('once held, instances stay held if the pause is lifted: they get a new grace period', async () => {
  let reads = 0;
  const { clients, asked } = someClients({ isPaused: () => ++reads === 1 });
  const results = await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: two }));
  expect(results.results).toMatchObject([{ result: 'held', instanceIds: ['i-1', 'i-2', 'i-3'] }]);
  expect(asked).toEqual([]);
});

test('the next run reads the pause again', async () => {
  let isPaused = true;
  const { clients } = someClients({ isPaused: () => isPaused });
  const terminate = createHandler(aTerminateEnvironment(), clients);
  await terminate(anInput());
  isPaused = false;
  expect(await terminate(anInput())).toMatchObject({ results: [{ result: 'terminated' }] });
});

test('a pause also keeps protected instances from being stopped', async () => {
  const { clients, asked } = someClients({ ec2: anEc2({ protected: ['i-1'] }), isPaused: after(1) });
  const orders = [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1'] }];
  expect(await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: orders }))).toEqual(
    over([{ result: 'held', reason: 'paused', instanceIds: ['i-1'] }]),
  );
  expect(asked).toEqual(['TerminateInstances i-1']);
});

describe('if an earlier call may have terminated instances, they are not reported as held but checked again', () => {
  test('on a retry', async () => {
    const { clients, asked } = someClients({ isPaused: () => true });
    const terminate = createHandler(aTerminateEnvironment(), clients);
    expect(await terminate(anInput({ attempt: 1 }))).toEqual({
      results: [],
      unfinished: [{ reason: 'paused', instanceIds: ['i-1', 'i-2'] }],
      ifGone: [{ result: 'terminated', reason: 'answer-lost', instanceIds: ['i-1', 'i-2'] }],
    });
    expect(asked).toEqual([]);
  });

  test('only once: if that check finds them alive, they are held, and reported as perhaps terminated', async () => {
    const { clients } = someClients({ isPaused: () => true });
    const terminate = createHandler(aTerminateEnvironment(), clients);
    const terminations = await terminate(anInput({ attempt: 1 }));
    expect(await terminate(anInput({ terminations }))).toMatchObject({
      results: [{ result: 'held', reason: 'paused after perhaps-terminated', instanceIds: ['i-1', 'i-2'] }],
      unfinished: [],
    });
    const spot = [{ availabilityZone: 'us-west-2a', isSpot: true, instanceIds: ['i-1', 'i-2'] }];
    expect(await terminate(anInput({ terminations, toTerminate: spot }))).toMatchObject({
      results: [{ result: 'held', reason: 'paused after perhaps-terminated' }],
    });
  });

  test('after a call that the Guard refused', async () => {
    const ec2 = anEc2({ unauthorized: ['i-1'], endsTheAuthorized: true });
    const { clients } = someClients({ ec2, isPaused: after(1) });
    const { results, ifGone } = await createHandler(aTerminateEnvironment(), clients)(anInput());
    expect([results, ifGone]).toMatchObject([[], [{ instanceIds: ['i-1', 'i-2'] }]]);
  });
});

test('while the pause cannot be read, EC2 is not called until the verdict is too old', async () => {
  const { clients, asked } = someClients();
  let reads = 0;
  const readPause = () => {
    reads += 1;
    return Promise.reject(new PauseNotReadable('/tag-enforcement/paused', { cause: reads }));
  };
  const terminations = createHandler(aTerminateEnvironment(), { ...clients, readPause })(anInput());
  await jest.advanceTimersByTimeAsync(70_000);
  expect(await terminations).toEqual({
    results: [],
    unfinished: [{ reason: 'PauseNotReadable', instanceIds: ['i-1', 'i-2'] }],
    ifGone: [],
  });
  expect(reads).toBeGreaterThan(10);
  expect(asked).toEqual([]);
});

describe('a grace period that the breaker holds', () => {
  const held = async (cause: 'untagged' | 'launch' | 'resume', eventTime = textAt(0), broken = false) => {
    jest.setSystemTime(at(10));
    const breaker = aBreaker();
    const { record } = countGracePeriods(NOTHING_COUNTED, gracePeriodsToCount(instanceIds(11)), at(1));
    await breaker.update('422448306679', () => ({ record, result: null }));
    const read = broken ? () => Promise.reject(new Error('the table is down')) : breaker.read;
    const { clients, asked } = someClients({ breaker: { ...breaker, read } });
    const input = anInput({ cause });
    const launch = { ...input.state.launch, eventTime };
    const running = createHandler(
      aTerminateEnvironment(),
      clients,
    )({ ...input, state: { ...input.state, launch } });
    await jest.advanceTimersByTimeAsync(90_000);
    return { result: await running, asked };
  };

  test('terminates nothing, and EC2 is not called', async () => {
    const { result, asked } = await held('untagged');
    expect(result).toEqual(over([{ result: 'held', reason: 'breaker', instanceIds: ['i-1', 'i-2'] }]));
    expect(asked).toEqual([]);
  });

  test('is neither a launch, nor resumed, nor one that began later', async () => {
    const ended = { results: [{ result: 'terminated' }] };
    expect((await held('launch')).result).toMatchObject(ended);
    expect((await held('resume')).result).toMatchObject(ended);
    expect((await held('untagged', textAt(10))).result).toMatchObject(ended);
  });

  test('is unknown while the table cannot be read: EC2 is not called, and nothing is perhaps terminated', async () => {
    const { result, asked } = await held('untagged', textAt(0), true);
    expect(result).toMatchObject({ results: [], unfinished: [{ reason: 'BreakerNotReadable' }], ifGone: [] });
    expect(asked).toEqual([]);
  });
});
