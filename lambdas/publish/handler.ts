import * as z from 'zod/mini';
import type { AnswerTask } from '../aws/executions.ts';
import type { SentMailTable } from '../aws/mail-tables.ts';
import type { MailTopics } from '../aws/topics.ts';
import { paced } from '../concurrency.ts';
import { MailWithoutTopic } from '../domain/errors.ts';
import { iso } from '../domain/instant.ts';
import { type Mail, type Published, QueuedMail } from '../domain/mail.ts';
import { type NotReached, notReachedText } from '../domain/notice/mail-text.ts';
import type { Log } from '../log.ts';
import { type MessageResult, sqsBatchHandler } from '../sqs-batch.ts';

/** The environment of `publish`. */
export const PublishEnvironment = z.object({ TABLE_NAME: z.string() });
export type PublishEnvironment = z.infer<typeof PublishEnvironment>;

/**
 * Four mails a second. Two of this function run at once, so one subscription gets at most eight. SNS disables a
 * subscription that gets more than ten: https://repost.aws/knowledge-center/sns-email-subscription-disabled
 */
const INTERVAL_MS = 250;

export type PublishClients = {
  readonly sentMails: SentMailTable;
  readonly topics: MailTopics;
  readonly answer: AnswerTask;
  readonly log: Log;
};

/** Publishes a batch of mails from the queue, and reports each result to the execution that waits for it. */
export const createHandler = ({ sentMails, topics, answer, log }: PublishClients) => {
  const pacedTopics = { ...topics, publish: paced(INTERVAL_MS, topics.publish) };

  const handle = async ({ token, mail }: QueuedMail): Promise<MessageResult> => {
    const published =
      mail.toldIn !== undefined
        ? await sentMails.find(mail.toldIn)
        : await sendOnce(mail, sentMails, () => publishMail(mail, pacedTopics, log), log);
    // The mail that stands for this one may still be in the queue, or may never be sent.
    if (!published) return 'retry';
    const answered = token === undefined ? 'nobody-waits' : await answer(token, published);
    log.info('mail-handled', { mail: mail.id, person: mail.person, published, answered });
    return 'done';
  };

  return sqsBatchHandler({ order: 'one-by-one', body: QueuedMail, handle }, log);
};

/**
 * Sends a mail unless it was sent before, or its deadline has passed. If the table fails, the mail is sent all the
 * same, and its message is not retried.
 */
const sendOnce = async (
  { id, until }: Mail,
  sent: SentMailTable,
  send: () => Promise<Published>,
  log: Log,
): Promise<Published> => {
  const unanswered = (error: unknown): null => {
    log.error('sent-mails-unavailable', { mail: id, error });
    return null;
  };
  const before = await sent.find(id).catch(unanswered);
  if (before) return before;
  if (until !== undefined && Date.now() >= Date.parse(until)) {
    log.warn('mail-expired', { mail: id, until });
    return { messageId: null };
  }
  const published = await send();
  await sent.save(id, published).catch(unanswered);
  return published;
};

/**
 * Publishes a mail to the first of its topics that has a confirmed reader and accepts it. The last topic gets it even
 * without a reader. If that topic is not the person's own, the mail says so.
 *
 * @throws MailWithoutTopic, and any error of SNS for the last topic
 */
export const publishMail = async (
  { id, to, person, subject, message }: Mail,
  topics: MailTopics,
  log: Log,
): Promise<Published> => {
  const last = to.at(-1);
  if (last === undefined) throw new MailWithoutTopic(id);
  /** Why the first topic, which is the person's own, did not get the mail. */
  let why: NotReached | undefined;
  const publish = async (topicArn: string): Promise<Published> => {
    const text = person !== null && why ? `${notReachedText(person, why)}\n${message}` : message;
    const messageId = await topics.publish(topicArn, subject, text);
    return { messageId, topicArn, at: iso(new Date()) };
  };

  for (const topicArn of to.slice(0, -1)) {
    try {
      if (await topics.hasReader(topicArn)) return await publish(topicArn);
      why ??= 'nobody-confirmed';
    } catch (error) {
      log.warn('topic-failed', { mail: id, topicArn, error });
      why ??= 'not-taken';
    }
  }
  const isRead = await topics.hasReader(last).catch((error: unknown) => {
    log.warn('readers-unknown', { mail: id, topicArn: last, error });
    return true;
  });
  const published = await publish(last);
  return isRead ? published : { ...published, nobodyReads: true };
};
