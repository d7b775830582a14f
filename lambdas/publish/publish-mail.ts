import type { MailTopics } from '../aws/topics.ts';
import { MailWithoutTopic } from '../domain/errors.ts';
import { iso } from '../domain/instant.ts';
import type { Mail, Published } from '../domain/mail.ts';
import { type NotReached, notReached } from '../domain/notice/mail-text.ts';
import type { Log } from '../log.ts';

/**
 * Publishes a mail to the first of its topics that has a confirmed reader and takes it; to the last in any case. Where
 * that is not the person's own, the mail says so.
 *
 * @throws MailWithoutTopic, and whatever SNS says of the last topic
 */
export const publishMail = async (
  { id, to, person, subject, message }: Mail,
  topics: MailTopics,
  log: Log,
): Promise<Published> => {
  const last = to.at(-1);
  if (last === undefined) throw new MailWithoutTopic(id);
  /** Why the first topic, which is the person's, did not take it. */
  let why: NotReached | undefined;
  const publish = async (topicArn: string): Promise<Published> => {
    const text = person !== null && why ? `${notReached(person, why)}\n${message}` : message;
    const messageId = await topics.publish(topicArn, subject, text);
    return { messageId, topicArn, at: iso(new Date()) };
  };

  for (const topicArn of to.slice(0, -1)) {
    try {
      if (await topics.hasReader(topicArn)) return await publish(topicArn);
      why ??= 'nobody-confirmed';
    } catch (error) {
      log.warn('mail goes to the next topic', { mail: id, topicArn, error });
      why ??= 'not-taken';
    }
  }
  const isRead = await topics.hasReader(last).catch((error: unknown) => {
    log.warn('whether anybody reads the last topic is not known', { mail: id, topicArn: last, error });
    return true;
  });
  const published = await publish(last);
  return isRead ? published : { ...published, nobodyReads: true };
};
