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

/** Acts on a verdict of now, while each try ends as given, and the last as all after it. */
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

test('a call that is throttled is made again: it was not carried out', async () => {
  const { outcome } = acting([new Throttled(), new Throttled(), 'done']);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toEqual({ acted: { answer: 'an answer', mayHaveActed: false }, tries: 3 });
});

test('one whose answer was lost may have been carried out', async () => {
  const { outcome } = acting([new TimedOut(), 'done']);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toEqual({ acted: { answer: 'an answer', mayHaveActed: true }, tries: 2 });
});

test('a question whose answer was lost has done nothing', async () => {
  const { outcome } = acting([new TimedOut(), 'done'], undefined, false, 'question');
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toEqual({ acted: { answer: 'an answer', mayHaveActed: false }, tries: 2 });
});

test('what EC2 refuses is not asked again', async () => {
  const refusal = new TerminationRefused('protected', ['i-1'], { cause: 'EC2' });
  expect(await acting([refusal]).outcome).toEqual({ error: refusal, tries: 1 });
});

test('no try is made on a verdict that has become too old', async () => {
  const { outcome } = acting([new Throttled()]);
  await jest.advanceTimersByTimeAsync(70_000);
  const { tries, ...ended } = await outcome;
  expect(ended).toMatchObject({
    error: { name: 'NotFinished', reason: 'RequestLimitExceeded', mayHaveActed: false },
  });
  expect(tries).toBeGreaterThan(10);
  // Waits are random: the last try is within the minute, whatever they are.
  expect(Date.now()).toBe(at(10).getTime() + 70_000);
});

test('nor when it was that old before the first', async () => {
  jest.setSystemTime(at(11, 0.001));
  expect(await acting(['done']).outcome).toMatchObject({
    error: { name: 'NotFinished', reason: 'stale-verdict', mayHaveActed: false },
    tries: 0,
  });
});

test('nor when the look at the pause has taken so long', async () => {
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

test('a pause that comes between two tries ends it', async () => {
  const { outcome } = acting([new Throttled(), 'done'], (tries) => tries > 0);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toMatchObject({ error: { name: 'EnforcementHeld', by: 'paused' }, tries: 1 });
});

test('where the first may have been carried out, that is not held: it is not finished', async () => {
  const { outcome } = acting([new TimedOut(), 'done'], (tries) => tries > 0);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(await outcome).toMatchObject({
    error: { name: 'NotFinished', reason: 'paused', mayHaveActed: true },
    tries: 1,
  });
});

test('a refusal to authorize says nothing of an earlier try: tagged since, what is ending is refused as well', async () => {
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
