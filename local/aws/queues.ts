import * as z from 'zod';
import type { BusEvent } from '../events/bus-event.ts';
import { type Resource, resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { Functions } from './functions.ts';

const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

type EventSourceProps = {
  readonly functionArn: string;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly batchSize: number;
  /** How long a batch may wait to be filled. */
  readonly windowSeconds: number;
  /** How many runs of the function may be under way at once. */
  readonly concurrency: number;
  /** Whether the function says which messages of a batch failed. */
  readonly reportsItems: boolean;
  /** Is called for each message that the function failed to process. */
  readonly notDeleted: (message: Message) => void;
};

/** Lambda's polling of a queue: in batches, with a limit on how many are processed at once. */
class EventSource {
  readonly #props: EventSourceProps;
  readonly #waiting: Message[] = [];
  #running = 0;
  /** Whether a poll is already due that will deliver the batch being filled. */
  #isPolling = false;

  constructor(props: EventSourceProps) {
    this.#props = props;
  }

  /** How many messages wait for a run. */
  get waiting(): number {
    return this.#waiting.length;
  }

  take(message: Message): void {
    this.#waiting.push(message);
    if (this.#isPolling) return;
    this.#isPolling = true;
    const poll = (): void => {
      this.#isPolling = false;
      this.#poll();
    };
    const { windowSeconds } = this.#props;
    if (windowSeconds > 0) setTimeout(poll, windowSeconds * 1000);
    // Messages that are sent in the same turn arrive in one batch.
    else queueMicrotask(poll);
  }

  #poll(): void {
    const { batchSize, concurrency } = this.#props;
    while (this.#waiting.length > 0 && this.#running < concurrency) {
      this.#running += 1;
      void this.#deliver(this.#waiting.splice(0, batchSize)).finally(() => {
        this.#running -= 1;
        if (!this.#isPolling) this.#poll();
      });
    }
  }

  async #deliver(batch: readonly Message[]): Promise<void> {
    const { functions, functionArn, reportsItems, notDeleted } = this.#props;
    for (const message of batch) message.receiveCount += 1;
    const Records = batch.map(({ messageId, body, receiveCount }) => ({
      messageId,
      body,
      attributes: { ApproximateReceiveCount: String(receiveCount) },
    }));
    const failed = await functions.invoke(functionArn, { Records }).then(
      (answer) => {
        if (!reportsItems) return [];
        const ids = BatchResponse.parse(answer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        return batch.filter(({ messageId }) => ids.includes(messageId));
      },
      // A function that throws fails its whole batch.
      (error: unknown) => {
        for (const message of batch) message.error = error;
        return batch;
      },
    );
    for (const message of failed) notDeleted(message);
  }
}

/** SQS's default of four days. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RETENTION_S = 345_600;

const Queue = z.object({
  DelaySeconds: z.number().default(0),
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
type Message = {
  readonly messageId: string;
  readonly body: string;
  /** The event in the message; null if a function or a state machine sent it. */
  readonly event: BusEvent | null;
  readonly sentAt: number;
  receiveCount: number;
  /** The last error that its reader threw. */
  error?: unknown;
};

/** Is called for a message that its queue gives up: it failed too often, or is too old. */
type DeadLetter = (message: Message) => void;

/** The embedded SQS: each synthesized queue, with the function that Lambda invokes for its messages. */
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

  /** The ARN of the queue with this URL; undefined if no synthesized queue has it. */
  arnOf(queueUrl: string): string | undefined {
    return [...this.#queues.values()].find(({ ref }) => ref === queueUrl)?.arn;
  }

  /** How many messages of a queue wait for a run: not those that wait to be delivered again. */
  waiting(queueArn: string): number {
    return this.#readers.get(queueArn)?.waiting ?? 0;
  }

  /** @param delaySeconds how long the queue keeps the message back */
  send(queueArn: string, body: string, event: BusEvent | null = null, delaySeconds?: number): void {
    this.#sent += 1;
    const messageId = `message-${this.#sent}`;
    const message: Message = { messageId, body, event, sentAt: Date.now(), receiveCount: 0 };
    const take = (): void => this.#readers.get(queueArn)?.take(message);
    // A message's own delay takes the place of its queue's.
    const delay = delaySeconds ?? this.#queues.get(queueArn)?.properties.DelaySeconds ?? 0;
    if (delay > 0) setTimeout(take, delay * 1000);
    else take();
  }

  /** Delivers a message that was not deleted again after the visibility timeout, or gives it up. */
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
