import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { answerTask, startExecution } from '../../../lambdas/aws/executions.ts';
import { aCheckInput } from '../a-check-input.ts';

const sfn = mockClient(SFNClient);
beforeEach(() => {
  sfn.reset();
});

describe('starting', () => {
  const ARN = 'arn:aws:states:us-west-2:652235167018:stateMachine:tag-enforcement-GracePeriod';
  const start = startExecution(ARN, new SFNClient({ region: 'us-west-2' }));

  test('an execution is started with its name, and its input as JSON', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    await start('a-name', aCheckInput());
    expect(sfn.commandCalls(StartExecutionCommand).map((call) => call.args[0].input)).toEqual([
      { stateMachineArn: ARN, name: 'a-name', input: JSON.stringify(aCheckInput()) },
    ]);
  });

  test('an execution of the same name that exists already is success', async () => {
    const exists = new ExecutionAlreadyExists({ message: 'Execution Already Exists', $metadata: {} });
    sfn.on(StartExecutionCommand).rejects(exists);
    await expect(start('a-name', aCheckInput())).resolves.toBeUndefined();
  });

  test('any other refusal is an error', async () => {
    sfn.on(StartExecutionCommand).rejects(new Error('ExecutionLimitExceeded'));
    await expect(start('a-name', aCheckInput())).rejects.toThrow('ExecutionLimitExceeded');
  });
});

describe('answering', () => {
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
});
