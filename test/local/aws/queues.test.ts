import { describe, expect, test } from '@jest/globals';
import { Queues } from '../../../local/aws/queues.ts';
import { envelopeOf } from '../../../local/events/envelope.ts';
import { sampleHistory } from '../../../local/sample/history.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';

const stack = {
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
        },
      },
    },
  },
};
const arn = 'arn:aws:sqs:us-west-2:123456789012:launches';
const [event] = sampleHistory().map(envelopeOf);
if (!event) throw new Error('the sample history is empty');

/** Sends three messages to a reader that fails some; gives what each delivery held, and when, in seconds. */
const deliver = (fail: (messageId: string, delivery: number) => boolean | 'throw') =>
  inVirtualTime(0, async (clock) => {
    const deliveries: string[] = [];
    const dead: string[] = [];
    const invoke = async (_functionArn: string, batch: unknown) => {
      const ids = [...JSON.stringify(batch).matchAll(/message-\d/g)].map(([id]) => id);
      deliveries.push(`${Date.now() / 1000}: ${ids.join(' ')}`);
      if (ids.some((id) => fail(id, deliveries.length) === 'throw')) throw new Error('the function crashed');
      const failures = ids.filter((id) => fail(id, deliveries.length));
      return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
    };
    const queues = new Queues([stack], { invoke }, (_event, messageId) => dead.push(messageId));
    for (let sent = 0; sent < 3; sent += 1) queues.send(arn, event);
    await queues.poll();
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

  test('delivers what failed again after the visibility timeout, alone', async () => {
    expect(await deliver((id, delivery) => id === 'message-2' && delivery < 3)).toEqual({
      deliveries: ['0: message-1 message-2', '0: message-3', '60: message-2'],
      dead: [],
    });
  });

  test('gives up what has failed as often as its redrive policy says', async () => {
    expect(await deliver((id) => id === 'message-1')).toEqual({
      deliveries: ['0: message-1 message-2', '0: message-3', '60: message-1', '120: message-1'],
      dead: ['message-1'],
    });
  });

  test('takes a function that throws for a failure of its whole batch', async () => {
    const { deliveries } = await deliver((_id, delivery) => (delivery === 1 ? 'throw' : false));
    expect(deliveries.slice(2).join(' ')).toBe('60: message-1 60: message-2');
  });
});
