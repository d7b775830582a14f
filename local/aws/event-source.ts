import * as z from 'zod';
import type { Functions } from './functions.ts';
import type { Message } from './queues.ts';

const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

export type EventSourceProps = {
  readonly functionArn: string;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly batchSize: number;
  /** So long a batch may wait to be filled. */
  readonly windowSeconds: number;
  /** So many of the function's runs at once. */
  readonly concurrency: number;
  /** Whether the function says which messages of a batch failed. */
  readonly reportsItems: boolean;
  /** Told of each message that the function did not take in. */
  readonly notDeleted: (message: Message) => void;
};

/** A queue as Lambda polls it: in batches, and no more of them at a time than it may. */
export class EventSource {
  readonly #props: EventSourceProps;
  readonly #waiting: Message[] = [];
  #running = 0;
  /** Whether the batch that is being filled will be delivered without more ado. */
  #isPolling = false;

  constructor(props: EventSourceProps) {
    this.#props = props;
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
    // What is sent together comes together.
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
