import { describe, expect, test } from '@jest/globals';
import { execute, FUNCTION } from './execute.ts';

const task = (more: object) => ({
  Type: 'Task',
  Resource: FUNCTION,
  Parameters: { 'attempt.$': '$$.State.RetryCount', 'at.$': '$$.State.EnteredTime' },
  Retry: [
    { ErrorEquals: ['Flaky'], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 4, JitterStrategy: 'FULL' },
  ],
  ...more,
});

const flakyUntil = (success: number) => (call: number) => {
  if (call < success) throw Object.assign(new Error('not yet'), { name: 'Flaky' });
  return {};
};

describe('an execution', () => {
  test('retries as defined, with jitter at its middle, and passes the state its time and its number of retries', async () => {
    const definition = {
      StartAt: 'First',
      States: { First: task({ Next: 'Second' }), Second: task({ End: true }) },
    };
    const { events, ends } = await execute(definition, flakyUntil(3));
    expect(events).toEqual([
      { attempt: 0, at: '1970-01-01T00:00:00.000Z' },
      { attempt: 1, at: '1970-01-01T00:00:02.500Z' },
      { attempt: 2, at: '1970-01-01T00:00:07.500Z' },
      { attempt: 0, at: '1970-01-01T00:00:07.500Z' },
    ]);
    expect(ends).toEqual(['succeeded']);
  });

  test('counts a run that timed out as a retry', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 1 }];
    const only = task({ TimeoutSeconds: 10, Retry, End: true });
    const hanging = (call: number) => (call === 1 ? new Promise<object>(() => {}) : {});
    const { events, ends } = await execute({ StartAt: 'Only', States: { Only: only } }, hanging);
    expect(events).toMatchObject([{ attempt: 0 }, { attempt: 1 }]);
    expect(ends).toEqual(['succeeded']);
  });

  test('is not started if its name is taken', async () => {
    const definition = { StartAt: 'Only', States: { Only: task({ End: true }) } };
    expect((await execute(definition, () => ({}), 2)).events).toHaveLength(1);
  });

  test("catches a function's error by its name, with Lambda's cause", async () => {
    const definition = {
      StartAt: 'First',
      States: {
        First: task({
          Retry: [],
          Catch: [{ ErrorEquals: ['Flaky'], ResultPath: '$.failure', Next: 'Second' }],
          End: true,
        }),
        Second: task({ Parameters: { 'failure.$': '$.failure' }, End: true }),
      },
    };
    const { events } = await execute(definition, flakyUntil(2));
    expect(events[1]).toEqual({
      failure: { Error: 'Flaky', Cause: JSON.stringify({ errorType: 'Flaky', errorMessage: 'not yet' }) },
    });
  });
});
