import * as z from 'zod';
import type { BusEvent } from '../events/envelope.ts';
import { type Resource, resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import type { Functions } from './functions.ts';

const Queue = z.object({
  VisibilityTimeout: z.number().default(30),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});
const EventSourceMapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  FunctionResponseTypes: z.array(z.string()).default([]),
});
const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

type Message = { readonly messageId: string; readonly event: BusEvent; receiveCount: number };

/** Tells of an event that nothing could take in, once the queue gives it up. */
export type DeadLetter = (event: BusEvent, messageId: string) => void;

/** The embedded SQS, and Lambda's polling of it: each synthesized queue with its reader. */
export class Queues {
  readonly #queues: ReadonlyMap<string, Resource<z.infer<typeof Queue>>>;
  readonly #readers: readonly {
    readonly functionArn: string;
    readonly properties: z.infer<typeof EventSourceMapping>;
  }[];
  readonly #functions: Pick<Functions, 'invoke'>;
  readonly #deadLetter: DeadLetter;
  readonly #waiting = new Map<string, Message[]>();
  #sent = 0;

  constructor(stacks: readonly Stack[], functions: Pick<Functions, 'invoke'>, deadLetter: DeadLetter) {
    this.#queues = new Map(resourcesOf(stacks, 'AWS::SQS::Queue', Queue).map((queue) => [queue.arn, queue]));
    this.#readers = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping', EventSourceMapping).map(
      ({ accountId, region, properties }) => ({
        functionArn: `arn:aws:lambda:${region}:${accountId}:function:${properties.FunctionName}`,
        properties,
      }),
    );
    this.#functions = functions;
    this.#deadLetter = deadLetter;
  }

  send(queueArn: string, event: BusEvent): void {
    this.#sent += 1;
    this.#queue(queueArn).push({ messageId: `message-${this.#sent}`, event, receiveCount: 0 });
  }

  /** Delivers whatever waits in the queues. */
  async poll(): Promise<void> {
    for (const { functionArn, properties } of this.#readers) {
      const waiting = this.#queue(properties.EventSourceArn);
      while (waiting.length > 0) {
        await this.#deliver(functionArn, properties, waiting.splice(0, properties.BatchSize));
      }
    }
  }

  #queue(queueArn: string): Message[] {
    const waiting = this.#waiting.get(queueArn) ?? [];
    this.#waiting.set(queueArn, waiting);
    return waiting;
  }

  async #deliver(
    functionArn: string,
    { EventSourceArn, FunctionResponseTypes }: z.infer<typeof EventSourceMapping>,
    batch: readonly Message[],
  ): Promise<void> {
    for (const message of batch) message.receiveCount += 1;
    const Records = batch.map(({ messageId, event }) => ({ messageId, body: JSON.stringify(event) }));
    const failed = await this.#functions.invoke(functionArn, { Records }).then(
      (answer) => {
        if (!FunctionResponseTypes.includes('ReportBatchItemFailures')) return [];
        const ids = BatchResponse.parse(answer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        return batch.filter(({ messageId }) => ids.includes(messageId));
      },
      // A function that throws fails its whole batch.
      () => batch,
    );
    for (const message of failed) this.#redeliver(EventSourceArn, message);
  }

  /** A message that was not deleted is seen again after the visibility timeout, or given up. */
  #redeliver(queueArn: string, message: Message): void {
    const { VisibilityTimeout = 30, RedrivePolicy } = this.#queues.get(queueArn)?.properties ?? {};
    setTimeout(() => {
      if (RedrivePolicy && message.receiveCount >= RedrivePolicy.maxReceiveCount) {
        this.#deadLetter(message.event, message.messageId);
        return;
      }
      this.#queue(queueArn).push(message);
      void this.poll();
    }, VisibilityTimeout * 1000);
  }
}
