import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { TerminationRefused } from '../../../lambdas/domain/grace-period/errors.ts';
import { retryWhileVerdictFresh } from '../../../lambdas/terminate/ec2-actions.ts';
import { at, textAt } from '../at.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(10) });
});
afterEach(() => {
  jest.useRealTimers();
});

class Throttled extends Error {
  override readonly name = 'RequestLimitExceeded';
}
class TimedOut extends Error {
  override readonly name = 'TimeoutError';
}

/** Calls EC2 on a fresh verdict. Each attempt ends as given, and all after the last like the last. */
const acting = (
  ends: readonly (Error | 'done')[],
  isPaused: (tries: number) => boolean = () => false,
  isRetry = false,
  what: 'change' | 'question' = 'change',
) => {
  let tries = 0;
  const act = retryWhileVerdictFresh(textAt(10), async () => (isPaused(tries) ? 'paused' : null), isRetry);
  const call = async () => {
    const end = ends[Math.min(tries, ends.length - 1)];
    tries += 1;
    if (end instanceof Error) throw end;
    return 'an answer';
  };
  const outcome = act(what, call).then(
    (acted) => ({ acted, tries }),
    (error: unknown) => ({ error, tries }),
  );
  return { act, outcome };
};

test('a throttled call is retried: it was not carried out', async () => {
  const { outcome } = acting([new Throttled(), new Throttled(), 'done']);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toEqual({ acted: { answer: 'an answer', mayHaveActed: false }, tries: 3 });
});

test('a call whose answer was lost may have been carried out', async () => {
  const { outcome } = acting([new TimedOut(), 'done']);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toEqual({ acted: { answer: 'an answer', mayHaveActed: true }, tries: 2 });
});

test('a question whose answer was lost has changed nothing', async () => {
  const { outcome } = acting([new TimedOut(), 'done'], undefined, false, 'question');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toEqual({ acted: { answer: 'an answer', mayHaveActed: false }, tries: 2 });
});

test('a call that EC2 refuses is not retried', async () => {
  const refusal = new TerminationRefused('protected', ['i-1'], { cause: 'EC2' });
  expect(await acting([refusal]).outcome).toEqual({ error: refusal, tries: 1 });
});

test('no attempt is made once the verdict is too old', async () => {
  const { outcome } = acting([new Throttled()]);
  await jest.advanceTimersByTimeAsync(70_000);
  const { tries, ...ended } = await outcome;
  expect(ended).toMatchObject({
    error: { name: 'NotFinished', reason: 'RequestLimitExceeded', mayHaveActed: false },
  });
  expect(tries).toBeGreaterThan(10);
  // The waits are random, but the last attempt is always within the minute.
  expect(Date.now()).toBe(at(10).getTime() + 70_000);
});

test('no attempt is made if the verdict is too old at the beginning', async () => {
  jest.setSystemTime(at(11, 0.001));
  expect(await acting(['done']).outcome).toMatchObject({
    error: { name: 'NotFinished', reason: 'stale-verdict', mayHaveActed: false },
    tries: 0,
  });
});

test('no attempt is made if reading the pause took until the verdict was too old', async () => {
  let tries = 0;
  const act = retryWhileVerdictFresh(
    textAt(10),
    async () => {
      jest.setSystemTime(at(11, 5));
      return null;
    },
    false,
  );
  await expect(act('change', async () => (tries += 1))).rejects.toMatchObject({ name: 'NotFinished' });
  expect(tries).toBe(0);
});

test('a pause between two attempts stops the call', async () => {
  const { outcome } = acting([new Throttled(), 'done'], (tries) => tries > 0);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toMatchObject({ error: { name: 'EnforcementHeld', by: 'paused' }, tries: 1 });
});

test('if the first attempt may have been carried out, the call is not held but not finished', async () => {
  const { outcome } = acting([new TimedOut(), 'done'], (tries) => tries > 0);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toMatchObject({
    error: { name: 'NotFinished', reason: 'paused', mayHaveActed: true },
    tries: 1,
  });
});

test('after a lost answer, a refusal by IAM is not final: the instance may be shutting down, and tagged since', async () => {
  const refusal = new TerminationRefused('unauthorized', ['i-1'], { cause: 'EC2' });
  const { outcome } = acting([new TimedOut(), refusal]);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toMatchObject({
    error: { name: 'NotFinished', reason: 'unauthorized', mayHaveActed: true },
    tries: 2,
  });
  expect(await acting([refusal], undefined, true).outcome).toMatchObject({ error: { name: 'NotFinished' } });
  expect(await acting([refusal]).outcome).toEqual({ error: refusal, tries: 1 });
});
