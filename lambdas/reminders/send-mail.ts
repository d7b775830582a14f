import { idOf, mailId } from '../domain/notice/recipients.ts';
import { composeReminder } from '../domain/reminder/compose-reminder.ts';
import { type Mailbox, nextMailAt, SETTLED_MS, waitSeconds } from '../domain/reminder/mailbox.ts';
import type { MailboxMessage } from '../domain/reminder/reminder.ts';
import { settingsOf } from '../notice/environment.ts';
import type { BatchMessage } from '../sqs-batch.ts';
import type { RemindersClients, RemindersEnvironment } from './handler.ts';

/** After this time, `publish` has sent a mail or its queue has given it up: the queue keeps mails for six minutes. */
const SENT_AFTER_SECONDS = 7 * 60;

/** Whether the mail of an hour that began at `at` tells of a reminder. */
const isTold = (keptAt: number, at: number): boolean => keptAt <= at - SETTLED_MS;

/**
 * Sends what waits in a mailbox, once an hour at most. They count as told only when SNS has taken the mail, which a later message
 * checks: until then they wait for the next hour's mail.
 */
export const sendMailTo = async (
  { messageId, body }: BatchMessage<MailboxMessage>,
  environment: RemindersEnvironment,
  clients: RemindersClients,
): Promise<void> => {
  const { mailbox, sent } = body;
  if (sent) await conclude(mailbox, sent, clients);
  const { reminders, send, sendMail, log } = clients;
  const waiting = await reminders.waiting(mailbox);
  if (waiting.length === 0) return;
  const now = new Date();
  const hour = await reminders.claimHour(mailbox, messageId, now);
  // The same message may come twice: it writes the same mail again, from what waited then, and that is sent once.
  const [first, ...others] = waiting.filter(({ keptAt }) => hour.by === messageId && isTold(keptAt, hour.at));
  if (!first) {
    await send({ mailbox }, waitSeconds(nextMailAt(hour.at), now));
    return;
  }
  const noticeId = idOf(`${mailbox} ${hour.at}`);
  const mails = composeReminder(
    mailbox,
    [first, ...others],
    { ...settingsOf(environment), noticeId },
    new Date(hour.at),
  );
  for (const mail of mails) await sendMail({ mail });
  log.info('reminder-mail-written', {
    mailbox,
    mail: mailId(noticeId, 1),
    arns: [first, ...others].map(({ arn }) => arn),
  });
  await send({ mailbox, sent: { mail: mailId(noticeId, 1), at: hour.at } }, SENT_AFTER_SECONDS);
};

/** Saves that SNS has taken the mail about what was kept until then. */
const conclude = async (
  mailbox: Mailbox,
  { mail, at }: NonNullable<MailboxMessage['sent']>,
  { reminders, sentMails, log }: RemindersClients,
): Promise<void> => {
  if (!(await sentMails.find(mail))) {
    log.warn('reminder-mail-not-sent', { mailbox, mail });
    return;
  }
  await reminders.told(mailbox, at - SETTLED_MS);
};
