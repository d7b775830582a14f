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

test('while enforcement is paused nothing is asked of EC2, and everything is held', async () => {
  const { clients, asked } = someClients({ isPaused: () => true });
  expect(await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: two }))).toEqual(
    over([{ result: 'held', reason: 'paused', instanceIds: ['i-1', 'i-2', 'i-3'] }]),
  );
  expect(asked).toEqual([]);
});

test('a pause takes effect before the next call: what was ended is told as ended, the rest as held', async () => {
  const { clients, asked } = someClients({ isPaused: after(1) });
  expect(await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: two }))).toEqual(
    over([
      { result: 'terminated', reason: 'confirmed', instanceIds: ['i-1'] },
      { result: 'held', reason: 'paused', instanceIds: ['i-2', 'i-3'] },
    ]),
  );
  expect(asked).toEqual(['TerminateInstances i-1']);
});

test('also amid the batches of one order, and amid the search for a culprit', async () => {
  const ids = instanceIds(150);
  const orders = [{ availabilityZone: 'us-west-2a', instanceIds: ids }];
  const { clients, asked } = someClients({ ec2: anEc2({ unknown: ids.slice(0, 1) }), isPaused: after(2) });
  const results = await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: orders }));
  expect(results).toEqual(over([{ result: 'held', reason: 'paused', instanceIds: ids }]));
  expect(asked).toHaveLength(2);
});

test('a pause that is lifted meanwhile ends nothing of what is held: that gets a new grace period', async () => {
  let reads = 0;
  const { clients, asked } = someClients({ isPaused: () => ++reads === 1 });
  const results = await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: two }));
  expect(results.results).toMatchObject([{ result: 'held', instanceIds: ['i-1', 'i-2', 'i-3'] }]);
  expect(asked).toEqual([]);
});

test('the next run asks anew', async () => {
  let isPaused = true;
  const { clients } = someClients({ isPaused: () => isPaused });
  const terminate = createHandler(aTerminateEnvironment(), clients);
  await terminate(anInput());
  isPaused = false;
  expect(await terminate(anInput())).toMatchObject({ results: [{ result: 'terminated' }] });
});

test('protected instances are not stopped then either', async () => {
  const { clients, asked } = someClients({ ec2: anEc2({ protected: ['i-1'] }), isPaused: after(1) });
  const orders = [{ availabilityZone: 'us-west-2a', instanceIds: ['i-1'] }];
  expect(await createHandler(aTerminateEnvironment(), clients)(anInput({ toTerminate: orders }))).toEqual(
    over([{ result: 'held', reason: 'paused', instanceIds: ['i-1'] }]),
  );
  expect(asked).toEqual(['TerminateInstances i-1']);
});

describe('where an earlier call may have ended some, nobody can say that they are held: they are looked at again', () => {
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

  test('once, and if a check finds them alive, they are held, and told that they may be ending', async () => {
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

test('while nobody can say whether it is paused, nothing is asked, as long as the verdict is fresh', async () => {
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

describe('what the breaker holds', () => {
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

  test('is not ended, and nothing is asked of EC2', async () => {
    const { result, asked } = await held('untagged');
    expect(result).toEqual(over([{ result: 'held', reason: 'breaker', instanceIds: ['i-1', 'i-2'] }]));
    expect(asked).toEqual([]);
  });

  test('is no launch, nothing that was resumed, and nothing that began later', async () => {
    const ended = { results: [{ result: 'terminated' }] };
    expect((await held('launch')).result).toMatchObject(ended);
    expect((await held('resume')).result).toMatchObject(ended);
    expect((await held('untagged', textAt(10))).result).toMatchObject(ended);
  });

  test('is not known while it cannot be read: then nothing is asked of EC2 either, and nothing is taken for our own work', async () => {
    const { result, asked } = await held('untagged', textAt(0), true);
    expect(result).toMatchObject({ results: [], unfinished: [{ reason: 'BreakerNotReadable' }], ifGone: [] });
    expect(asked).toEqual([]);
  });
});
