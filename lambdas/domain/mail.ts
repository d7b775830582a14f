import * as z from 'zod/mini';

/** A mail, and the topics that it may go to. */
export const Mail = z.object({
  /** Tells a repetition from a second mail: queues and topics may deliver twice. */
  id: z.string(),
  /** ARNs of topics: the first that has a confirmed reader takes it; the last takes what no other did. */
  to: z.array(z.string()),
  /** Whose the first topic is; null when it is nobody's own. */
  person: z.nullable(z.string()),
  subject: z.string(),
  message: z.string(),
  /** After that it is not so any more: a warning tells a deadline. Then it is not sent. ISO 8601 UTC. */
  until: z.optional(z.string()),
  /** The mail that tells the same: then this one is sent nowhere, is empty, and is as well told as that one. */
  toldIn: z.optional(z.string()),
});
export type Mail = z.infer<typeof Mail>;

/** A mail in its queue. `token` answers to the execution that waits for it. */
export const QueuedMail = z.object({ token: z.string(), mail: Mail });
export type QueuedMail = z.infer<typeof QueuedMail>;

/** What became of a mail; `messageId` is null where SNS did not take it. */
export const Published = z.object({
  messageId: z.nullable(z.string()),
  topicArn: z.optional(z.string()),
  /** When SNS took it, ISO 8601 UTC. */
  at: z.optional(z.string()),
  /** That no subscription to the topic was confirmed then; absent where there was one, or nobody could say. */
  nobodyReads: z.optional(z.boolean()),
});
export type Published = z.infer<typeof Published>;
