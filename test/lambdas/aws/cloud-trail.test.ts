import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { askCloudTrail, countQuestions, lookUpEvents } from '../../../lambdas/aws/cloud-trail.ts';
import { anAssumeRole } from './an-assume-role.ts';

const cloudTrail = mockClient(CloudTrailClient);
beforeEach(() => {
  cloudTrail.reset();
});

const lookUp = (...token: [string?]) =>
  lookUpEvents(anAssumeRole)('422448306679', 'eu-west-1', 'ASIAXEXAMPLE00000001', ...token);

test("the records that name a resource are read page by page, of at most 50, in CloudTrail's order", async () => {
  cloudTrail.on(LookupEventsCommand).resolves({
    Events: [{ CloudTrailEvent: '{"eventID":"newer"}' }, {}, { CloudTrailEvent: '{"eventID":"older"}' }],
    NextToken: 'there is more',
  });
  const records = [{ eventID: 'newer' }, { eventID: 'older' }];
  expect(await lookUp()).toEqual({ records, nextToken: 'there is more' });
  await lookUp('there is more');
  const calls = cloudTrail.commandCalls(LookupEventsCommand);
  expect(calls.map((call) => call.args[0].input)).toEqual([
    {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'ASIAXEXAMPLE00000001' }],
      MaxResults: 50,
    },
    expect.objectContaining({ MaxResults: 50, NextToken: 'there is more' }),
  ]);
});

test('the calls of one second are read', async () => {
  const asked = { eventName: 'AssumeRole', at: '2026-11-03T16:55:00Z' };
  const calls = () => lookUpEvents(anAssumeRole)('422448306679', 'eu-west-1', asked);
  cloudTrail.on(LookupEventsCommand).resolves({ Events: [{ CloudTrailEvent: '{"eventID":"one"}' }] });
  expect(await calls()).toEqual({ records: [{ eventID: 'one' }], nextToken: null });
  expect(cloudTrail.commandCalls(LookupEventsCommand)[0]?.args[0].input).toEqual({
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }],
    StartTime: new Date('2026-11-03T16:55:00Z'),
    EndTime: new Date('2026-11-03T16:55:01Z'),
    MaxResults: 50,
  });
});

test('the calls of one name until a time are read, or until now', async () => {
  const input = async (until: string | null) => {
    cloudTrail.reset();
    cloudTrail.on(LookupEventsCommand).resolves({});
    const asked = { eventName: 'CreateStack', until };
    await lookUpEvents(anAssumeRole)('422448306679', 'eu-west-1', asked);
    return cloudTrail.commandCalls(LookupEventsCommand)[0]?.args[0].input;
  };
  const LookupAttributes = [{ AttributeKey: 'EventName', AttributeValue: 'CreateStack' }];
  const EndTime = new Date('2026-11-03T17:00:00Z');
  expect(await input('2026-11-03T17:00:00Z')).toEqual({ LookupAttributes, EndTime, MaxResults: 50 });
  expect(await input(null)).toEqual({ LookupAttributes, MaxResults: 50 });
});

test('the call is made once, in that account and Region: retries of the SDK would exceed the rate', async () => {
  cloudTrail.on(LookupEventsCommand).resolves({});
  expect(await lookUp()).toEqual({ records: [], nextToken: null });
  const { config } = cloudTrail.commandCalls(LookupEventsCommand)[0]?.thisValue ?? {};
  expect(await config?.region()).toBe('eu-west-1');
  expect(await config?.credentials()).toMatchObject({ accessKeyId: 'ASIA422448306679' });
  expect(await config?.maxAttempts()).toBe(1);
});

test('throttling is an error', async () => {
  cloudTrail.on(LookupEventsCommand).rejects(Object.assign(new Error(), { name: 'ThrottlingException' }));
  await expect(lookUp()).rejects.toMatchObject({ name: 'ThrottlingException' });
});

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
