import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { askCloudTrail, countQuestions } from '../../../lambdas/aws/cloud-trail.ts';

const url = 'https://sqs.us-west-2.amazonaws.com/652235167018/a-queue';

test('a question is queued as JSON', async () => {
  const sqs = mockClient(SQSClient);
  sqs.on(SendMessageCommand).resolves({});
  const question = {
    accountId: '422448306679',
    region: 'us-west-2',
    kind: 'access-key',
    resourceName: 'ASIAXEXAMPLE00000001',
  } as const;
  await askCloudTrail(url, new SQSClient({ region: 'us-west-2' }))(question);
  expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
    QueueUrl: url,
    MessageBody: JSON.stringify(question),
  });
});

test('the questions that wait are counted, as SQS says in words', async () => {
  const sqs = mockClient(SQSClient);
  const count = countQuestions(url, new SQSClient({ region: 'us-west-2' }));
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '7' } });
  expect(await count()).toBe(7);
  expect(sqs.commandCalls(GetQueueAttributesCommand)[0]?.args[0].input).toEqual({
    QueueUrl: url,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
});
