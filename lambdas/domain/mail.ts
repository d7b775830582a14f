import * as z from 'zod/mini';

/** A mail, and the topics that it may go to. */
export const Mail = z.object({
  /** The same for each repetition of a mail: queues and topics may deliver twice. */
  id: z.string(),
  /** ARNs of topics. The mail goes to the first one with a confirmed subscription, otherwise to the last. */
  to: z.array(z.string()),
  /** The person whose topic the first one is; null if it is not a person's topic. */
  person: z.nullable(z.string()),
  subject: z.string(),
  message: z.string(),
  /**
   * The mail is not sent after this time, because it is no longer true: a warning names a deadline. ISO 8601
   * UTC.
   */
  until: z.optional(z.string()),
  /**
   * The id of another mail with the same news. Then this mail is empty and not sent, and counts as sent if that
   * one was.
   */
  toldIn: z.optional(z.string()),
});
export type Mail = z.infer<typeof Mail>;

/** A mail in its queue. `token` is the task token of the execution that waits for it; no execution waits for a reminder. */
export const QueuedMail = z.object({ token: z.optional(z.string()), mail: Mail });
export type QueuedMail = z.infer<typeof QueuedMail>;

/** A mail for which no execution waits. */
export type UnansweredMail = { readonly mail: Mail };

/** The result of publishing a mail; `messageId` is null if SNS did not accept it. */
export const Published = z.object({
  messageId: z.nullable(z.string()),
  topicArn: z.optional(z.string()),
  /** When SNS accepted it, ISO 8601 UTC. */
  at: z.optional(z.string()),
  /** True if no subscription to the topic was confirmed then; absent if one was, or if that is unknown. */
  nobodyReads: z.optional(z.boolean()),
});
export type Published = z.infer<typeof Published>;
