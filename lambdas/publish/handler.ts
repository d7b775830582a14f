import type { AnswerTask } from '../aws/executions.ts';
import type { SentMailTable } from '../aws/mail-tables.ts';
import type { MailTopics } from '../aws/topics.ts';
import { QueuedMail } from '../domain/mail.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { paced } from '../paced.ts';
import { type Taken, takeBatch } from '../take-batch.ts';
import { PublishEnvironment } from './environment.ts';
import { publishMail } from './publish-mail.ts';
import { sendOnce } from './send-once.ts';

/**
 * Four mails a second; two of this function run at once, so that a reader of every topic gets eight. SNS switches off a
 * subscription that gets more than ten: https://repost.aws/knowledge-center/sns-email-subscription-disabled
 */
const PAUSE_MS = 250;

export type PublishClients = {
  readonly sentMails: (tableName: string) => SentMailTable;
  readonly topics: MailTopics;
  readonly answer: AnswerTask;
  readonly log: Log;
};

/** Publishes a batch of mails from the queue, and answers the executions that wait for them. */
export const createHandler = (environment: unknown, { sentMails, topics, answer, log }: PublishClients) => {
  const { TABLE_NAME } = parseEnvironment(PublishEnvironment, environment);
  const sent = sentMails(TABLE_NAME);
  const slowly = { ...topics, publish: paced(PAUSE_MS, topics.publish) };

  const take = async ({ token, mail }: QueuedMail): Promise<Taken> => {
    const published =
      mail.toldIn !== undefined
        ? await sent.find(mail.toldIn)
        : await sendOnce(mail, sent, () => publishMail(mail, slowly, log), log);
    // The mail that tells it may be in the queue still, or never leave it.
    if (!published) return 'again';
    const answered = await answer(token, published);
    log.info('published', { mail: mail.id, person: mail.person, published, answered });
    return 'done';
  };

  return takeBatch({ order: 'one-by-one', body: QueuedMail, take }, log);
};
