import { describe, expect, test } from '@jest/globals';
import { Queues } from '../../../local/aws/queues.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';

const stackWith = (mapping: object, MessageRetentionPeriod: number) => ({
  name: 'Hub',
  accountId: '123456789012',
  region: 'us-west-2',
  template: {
    Resources: {
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'launches',
          VisibilityTimeout: 60,
          MessageRetentionPeriod,
          RedrivePolicy: { deadLetterTargetArn: 'dead', maxReceiveCount: 3 },
        },
      },
      Reader: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: 'intake',
          BatchSize: 2,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ...mapping,
        },
      },
    },
  },
});
const arn = 'arn:aws:sqs:us-west-2:123456789012:launches';

const FOUR_DAYS_S = 345_600;

/** Sends three messages to a reader that fails some. Returns each delivery's messages and its time in seconds. */
const deliver = (
  fail: (messageId: string, delivery: number) => boolean | 'throw',
  { mapping = {}, retention = FOUR_DAYS_S, seconds = 0 } = {},
) =>
  inVirtualTime(0, async (clock) => {
    const deliveries: string[] = [];
    const dead: string[] = [];
    const invoke = async (_functionArn: string, batch: unknown) => {
      const ids = [...JSON.stringify(batch).matchAll(/message-\d/g)].map(([id]) => id);
      const delivery = deliveries.push(`${Date.now() / 1000}: ${ids.join(' ')}`);
      if (seconds > 0) await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      if (ids.some((id) => fail(id, delivery) === 'throw')) throw new Error('the function crashed');
      const failures = ids.filter((id) => fail(id, delivery));
      return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
    };
    const queues = new Queues([stackWith(mapping, retention)], { invoke }, ({ messageId }) => {
      dead.push(messageId);
    });
    for (let sent = 0; sent < 3; sent += 1) queues.send(arn, String(sent));
    await clock.toTheEnd();
    return { deliveries, dead };
  });

describe('a queue', () => {
  test('delivers in batches', async () => {
    expect(await deliver(() => false)).toEqual({
      deliveries: ['0: message-1 message-2', '0: message-3'],
      dead: [],
    });
  });

  test('delivers only failed messages again, after the visibility timeout', async () => {
    expect(await deliver((id, delivery) => id === 'message-2' && delivery < 3)).toEqual({
      deliveries: ['0: message-1 message-2', '0: message-3', '60: message-2'],
      dead: [],
    });
  });

  test('gives up a message that has failed as often as its redrive policy allows', async () => {
    expect(await deliver((id) => id === 'message-1')).toEqual({
      deliveries: ['0: message-1 message-2', '0: message-3', '60: message-1', '120: message-1'],
      dead: ['message-1'],
    });
  });

  test('gives up a message that is older than the retention period', async () => {
    expect(await deliver((id) => id === 'message-1', { retention: 100 })).toEqual({
      deliveries: ['0: message-1 message-2', '0: message-3', '60: message-1'],
      dead: ['message-1'],
    });
  });

  test('treats an error of the function as a failure of the whole batch', async () => {
    const { deliveries } = await deliver((_id, delivery) => (delivery === 1 ? 'throw' : false));
    expect(deliveries.slice(2)).toEqual(['60: message-1', '60: message-2']);
  });

  test('runs its reader no more often at once than the mapping allows', async () => {
    const mapping = { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } };
    const { deliveries } = await deliver(() => false, { mapping, seconds: 5 });
    expect(deliveries).toEqual(['0: message-1', '0: message-2', '5: message-3']);
  });

  test('fills a batch for as long as the mapping says', async () => {
    const mapping = { BatchSize: 10, MaximumBatchingWindowInSeconds: 20 };
    expect((await deliver(() => false, { mapping })).deliveries).toEqual([
      '20: message-1 message-2 message-3',
    ]);
  });

  test('has its ARN found by its URL', () => {
    const queues = new Queues([stackWith({}, FOUR_DAYS_S)], { invoke: async () => null }, () => {});
    expect(queues.arnOf('https://sqs.us-west-2.amazonaws.com/123456789012/launches')).toBe(arn);
    expect(queues.arnOf('https://sqs.us-west-2.amazonaws.com/123456789012/other')).toBeUndefined();
  });
});
