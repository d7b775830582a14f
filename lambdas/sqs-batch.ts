import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod/mini';
import { MessageNotReadable } from './domain/errors.ts';
import { describeIssues } from './domain/text.ts';
import { type Log, withFacts } from './log.ts';

/** One message as Lambda delivers it. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const QueueRecord = z.object({
  messageId: z.string(),
  body: z.string(),
  attributes: z.optional(z.object({ ApproximateReceiveCount: z.optional(z.coerce.number()) })),
});
type QueueRecord = z.infer<typeof QueueRecord>;
const Batch = z.object({ Records: z.array(QueueRecord) });

/** The queue delivers a message at most this often, and then moves it to its dead-letter queue. */
export const MAX_DELIVERIES = 5;

/** The result of a message: `retry` returns it to the queue, which delivers it again. */
export type MessageResult = 'done' | 'retry';

type BatchProps<Body extends z.ZodMiniType> = {
  readonly order: 'at-once' | 'one-by-one';
  /** The schema of the body's JSON. */
  readonly body: Body;
  /** @param deliveries how often the queue has delivered the message, including this time */
  readonly handle: (body: z.infer<Body>, deliveries: number) => Promise<MessageResult>;
};

const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new MessageNotReadable('expected JSON', { cause });
  }
};

/** Reads a body's JSON by its schema; throws MessageNotReadable. */
export const readAs =
  <Body extends z.ZodMiniType>(schema: Body) =>
  (body: unknown): z.infer<Body> => {
    const parsed = z.safeParse(schema, body);
    if (!parsed.success) throw new MessageNotReadable(describeIssues(parsed.error));
    return parsed.data;
  };

/**
 * Makes a handler for batches from a queue. Each message fails on its own: the queue delivers it again, and at last
 * moves it to its dead-letter queue.
 */
export const sqsBatchHandler = <Body extends z.ZodMiniType>(
  { order, body: schema, handle }: BatchProps<Body>,
  log: Log,
) => {
  const handleMessage = async ({ body, attributes }: QueueRecord): Promise<MessageResult> =>
    handle(readAs(schema)(readJson(body)), attributes?.ApproximateReceiveCount ?? 1);

  const handleRecord = async (record: QueueRecord): Promise<SQSBatchResponse['batchItemFailures']> => {
    const { messageId } = record;
    const result = await withFacts({ messageId }, () => handleMessage(record)).catch(
      (error: unknown): MessageResult => {
        log.error('message-failed', { messageId, error });
        return 'retry';
      },
    );
    return result === 'retry' ? [{ itemIdentifier: messageId }] : [];
  };

  return async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = z.parse(Batch, event);
    if (order === 'at-once')
      return { batchItemFailures: (await Promise.all(Records.map(handleRecord))).flat() };
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of Records) batchItemFailures.push(...(await handleRecord(record)));
    return { batchItemFailures };
  };
};

/** A message of a batch, read. */
export type BatchMessage<Body> = {
  readonly messageId: string;
  readonly body: Body;
  /** How often the queue has delivered it, including this time. */
  readonly deliveries: number;
};

type WholeBatchProps<Body> = {
  /** Reads the body's JSON; throws if it cannot be read. */
  readonly read: (body: unknown) => Body;
  /** @returns the ids of the messages that the queue is to deliver again */
  readonly handle: (messages: readonly BatchMessage<Body>[]) => Promise<readonly string[]>;
};

/** Makes a handler that gets all readable messages of a batch together, so that they can share calls. */
export const sqsWholeBatchHandler =
  <Body>({ read, handle }: WholeBatchProps<Body>, log: Log) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = z.parse(Batch, event);
    const failed: string[] = [];
    const messages = Records.flatMap(({ messageId, body, attributes }): BatchMessage<Body>[] => {
      try {
        const deliveries = attributes?.ApproximateReceiveCount ?? 1;
        return [{ messageId, body: read(readJson(body)), deliveries }];
      } catch (error) {
        log.error('message-failed', { messageId, error });
        failed.push(messageId);
        return [];
      }
    });
    failed.push(...(await handle(messages)));
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
