import { describe, expect, test } from '@jest/globals';
import type { StateMachines } from '../../../local/aws/state-machines.ts';
import { execute, FUNCTION, QUEUE_URL, ROLE } from './execute.ts';

/** A state machine that waits ten seconds for a mail, then passes the result to a function. */
const definition = {
  StartAt: 'Mail',
  States: {
    Mail: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      TimeoutSeconds: 10,
      Parameters: { QueueUrl: QUEUE_URL, MessageBody: { 'token.$': '$$.Task.Token', text: 'x' } },
      Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.failure', Next: 'Tell' }],
      Next: 'Tell',
    },
    Tell: { Type: 'Task', Resource: FUNCTION, End: true },
  },
};

/** Answers a message some seconds after it was sent. Returns the function's events, and the result of the answer. */
const answered = async (seconds: number, tokenOf: (body: string) => string) => {
  const met: string[] = [];
  const send = (body: string, machines: StateMachines): void => {
    setTimeout(() => {
      machines
        .answer(ROLE)(tokenOf(body), { messageId: 'm-1' })
        .then(
          (answer) => met.push(answer),
          (error: Error) => met.push(error.name),
        );
    }, seconds * 1000);
  };
  const { events, ends } = await execute(definition, () => ({}), 1, send);
  return { events, ends, met };
};
const own = (body: string): string => /"token":"([^"]+)"/.exec(body)?.[1] ?? '';

describe('a Task that waits for its token', () => {
  test('ends with the answer', async () => {
    expect(await answered(9, own)).toEqual({
      events: [{ messageId: 'm-1' }],
      ends: ['succeeded'],
      met: ['answered'],
    });
  });

  test('times out, and accepts no later answer', async () => {
    expect(await answered(11, own)).toEqual({
      events: [expect.objectContaining({ failure: { Error: 'States.Timeout', Cause: 'States.Timeout' } })],
      ends: ['succeeded'],
      met: ['waits-no-longer'],
    });
  });

  test('is not answered by a token that was never issued', async () => {
    expect(await answered(1, () => 'token-9-of-other')).toEqual({
      events: [expect.objectContaining({ failure: { Error: 'States.Timeout', Cause: 'States.Timeout' } })],
      ends: ['succeeded'],
      met: ['waits-no-longer'],
    });
  });
});
