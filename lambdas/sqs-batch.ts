import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod/mini';
import { MessageNotReadable } from './domain/errors.ts';
import { describeIssues } from './domain/text.ts';
import { type Log, withFacts } from './log.ts';

/** What Lambda gives of a message. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const QueueRecord = z.object({
  messageId: z.string(),
  body: z.string(),
  attributes: z.optional(z.object({ ApproximateReceiveCount: z.optional(z.coerce.number()) })),
});
type QueueRecord = z.infer<typeof QueueRecord>;
const Batch = z.object({ Records: z.array(QueueRecord) });

/** So often a queue delivers a message that is handed back, before it is a dead letter. */
export const MAX_DELIVERIES = 5;

/** What became of a message: `again` hands it back to the queue, which delivers it once more. */
export type MessageResult = 'done' | 'retry';

type BatchProps<Body extends z.ZodMiniType> = {
  readonly order: 'at-once' | 'one-by-one';
  /** What the body's JSON is. */
  readonly body: Body;
  /** @param deliveries how often the queue delivered the message, this time included */
  readonly handle: (body: z.infer<Body>, deliveries: number) => Promise<MessageResult>;
};

const readJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new MessageNotReadable('expected JSON', { cause });
  }
};

/**
 * Makes a handler of a queue's batches. A message that cannot be taken in fails alone: the queue delivers it again, and
 * then moves it to its dead-letter queue.
 */
export const sqsBatchHandler = <Body extends z.ZodMiniType>(
  { order, body: schema, handle }: BatchProps<Body>,
  log: Log,
) => {
  const handleMessage = async ({ body, attributes }: QueueRecord): Promise<MessageResult> => {
    const parsed = z.safeParse(schema, readJson(body));
    if (!parsed.success) throw new MessageNotReadable(describeIssues(parsed.error));
    return handle(parsed.data, attributes?.ApproximateReceiveCount ?? 1);
  };

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
