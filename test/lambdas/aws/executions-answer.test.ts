import {
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { answerTask } from '../../../lambdas/aws/executions.ts';

const sfn = mockClient(SFNClient);
beforeEach(() => {
  sfn.reset();
});

const answer = answerTask(new SFNClient({ region: 'us-west-2' }));

test('the execution gets the result of the mail, as JSON', async () => {
  sfn.on(SendTaskSuccessCommand).resolves({});
  expect(await answer('a-token', { messageId: 'm-1', topicArn: 'a-topic' })).toBe('answered');
  expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
    taskToken: 'a-token',
    output: '{"messageId":"m-1","topicArn":"a-topic"}',
  });
});

test.each([TaskTimedOut, TaskDoesNotExist, InvalidToken])(
  'it is no error if the execution waits no longer',
  async (Refusal) => {
    sfn.on(SendTaskSuccessCommand).rejects(new Refusal({ message: 'no', $metadata: {} }));
    expect(await answer('a-token', { messageId: 'm-1' })).toBe('waits-no-longer');
  },
);

test('any other refusal is an error', async () => {
  sfn.on(SendTaskSuccessCommand).rejects(new Error('throttled'));
  await expect(answer('a-token', { messageId: 'm-1' })).rejects.toThrow('throttled');
});
