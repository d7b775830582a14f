import * as z from 'zod';
import type { BusEvent } from '../events/envelope.ts';
import { type Resource, resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { EventSource } from './event-source.ts';
import type { Functions } from './functions.ts';

/** Four days, where a queue does not say. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RETENTION_S = 345_600;

const Queue = z.object({
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().default(RETENTION_S),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});
const Mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
});

/** A message in a queue. */
export type Message = {
  readonly messageId: string;
  readonly body: string;
  /** The event that it holds; null where a function or the state machine sent it. */
  readonly event: BusEvent | null;
  readonly sentAt: number;
  receiveCount: number;
  /** What its reader threw last. */
  error?: unknown;
};

/** Tells of a message that nothing could take in, once its queue gives it up. */
export type DeadLetter = (message: Message) => void;

/** The embedded SQS: each synthesized queue, with the function that Lambda feeds from it. */
export class Queues {
  readonly #queues: ReadonlyMap<string, Resource<z.infer<typeof Queue>>>;
  readonly #readers: ReadonlyMap<string, EventSource>;
  readonly #deadLetter: DeadLetter;
  #sent = 0;

  constructor(stacks: readonly Stack[], functions: Pick<Functions, 'invoke'>, deadLetter: DeadLetter) {
    this.#queues = new Map(resourcesOf(stacks, 'AWS::SQS::Queue', Queue).map((queue) => [queue.arn, queue]));
    this.#deadLetter = deadLetter;
    this.#readers = new Map(
      resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping', Mapping).map((mapping) => {
        const { accountId, region, properties } = mapping;
        const { EventSourceArn, BatchSize, ScalingConfig, FunctionResponseTypes } = properties;
        const source = new EventSource({
          functionArn: `arn:aws:lambda:${region}:${accountId}:function:${properties.FunctionName}`,
          functions,
          batchSize: BatchSize,
          windowSeconds: properties.MaximumBatchingWindowInSeconds,
          concurrency: ScalingConfig?.MaximumConcurrency ?? Number.POSITIVE_INFINITY,
          reportsItems: FunctionResponseTypes.includes('ReportBatchItemFailures'),
          notDeleted: (message) => this.#redeliver(EventSourceArn, message),
        });
        return [EventSourceArn, source];
      }),
    );
  }

  /** The ARN of the queue of a URL; undefined if no synthesized queue has it. */
  arnOf(queueUrl: string): string | undefined {
    return [...this.#queues.values()].find(({ ref }) => ref === queueUrl)?.arn;
  }

  send(queueArn: string, body: string, event: BusEvent | null = null): void {
    this.#sent += 1;
    const messageId = `message-${this.#sent}`;
    this.#readers.get(queueArn)?.take({ messageId, body, event, sentAt: Date.now(), receiveCount: 0 });
  }

  /** A message that was not deleted is seen again after the visibility timeout, or given up. */
  #redeliver(queueArn: string, message: Message): void {
    const queue = this.#queues.get(queueArn)?.properties ?? Queue.parse({});
    setTimeout(() => {
      const isOld = Date.now() - message.sentAt >= queue.MessageRetentionPeriod * 1000;
      const limit = queue.RedrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
      if (isOld || message.receiveCount >= limit) this.#deadLetter(message);
      else this.#readers.get(queueArn)?.take(message);
    }, queue.VisibilityTimeout * 1000);
  }
}
