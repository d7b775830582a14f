import * as z from 'zod/mini';
import type { Tables } from '../attribute/find-launcher.ts';
import type { AskCloudTrail } from '../aws/cloud-trail.ts';
import type { TagResource } from '../aws/ec2-tags.ts';
import type { SentMailTable } from '../aws/mail-tables.ts';
import type { ReadResourceTags } from '../aws/read-tags.ts';
import type { ReminderTable } from '../aws/reminder-table.ts';
import type { SendMessage } from '../aws/send-message.ts';
import { Exemption } from '../domain/compliance/exemption.ts';
import type { UnansweredMail } from '../domain/mail.ts';
import { type CreatedMessage, type MailboxMessage, ReminderMessage } from '../domain/reminder/reminder.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { NoticeEnvironment } from '../notice/environment.ts';
import { type BatchMessage, readAs, sqsWholeBatchHandler } from '../sqs-batch.ts';
import { readAndKeep } from './read-and-keep.ts';
import { sendMailTo } from './send-mail.ts';

/** The environment of `reminders`: that of `notice`, since it writes mails too, and what it reads. */
export const RemindersEnvironment = z.extend(NoticeEnvironment, {
  EXEMPTIONS: json(z.array(Exemption)),
  GATEWAY_ACCOUNT_ID: z.string(),
  /** The role in each sub-account that reads tags. */
  TAGS_ROLE_NAME: z.string(),
  /** The role in each sub-account that corrects near misses. */
  CORRECT_ROLE_NAME: z.string(),
  /** The delayed queue that it reads itself. */
  REMINDER_QUEUE_URL: z.string(),
  /** The queue of creations' questions to CloudTrail's LookupEvents, which come after launches'. */
  LOOK_UP_QUEUE_URL: z.string(),
  /** The queue of mails that `publish` reads. */
  MAIL_QUEUE_URL: z.string(),
});
export type RemindersEnvironment = z.infer<typeof RemindersEnvironment>;

export type RemindersClients = Tables & {
  readonly readTags: ReadResourceTags;
  readonly tagResource: TagResource;
  readonly reminders: ReminderTable;
  readonly sentMails: Pick<SentMailTable, 'find'>;
  readonly send: SendMessage<ReminderMessage>;
  readonly sendMail: SendMessage<UnansweredMail>;
  readonly ask: AskCloudTrail;
  readonly log: Log;
  readonly metrics: Metrics;
};

const isCreated = (one: BatchMessage<ReminderMessage>): one is BatchMessage<CreatedMessage> =>
  'created' in one.body;
const isMailbox = (one: BatchMessage<ReminderMessage>): one is BatchMessage<MailboxMessage> =>
  'mailbox' in one.body;

/**
 * Reads the tags of what was created a while ago, all of a batch together, and keeps a reminder of each resource without a
 * valid Owner. A message about a mailbox sends what waits there, once an hour at most.
 */
export const createHandler = (environment: RemindersEnvironment, clients: RemindersClients) =>
  sqsWholeBatchHandler(
    {
      read: readAs(ReminderMessage),
      handle: async (messages: readonly BatchMessage<ReminderMessage>[]) => {
        const failed = await readAndKeep(messages.filter(isCreated), environment, clients);
        for (const message of messages.filter(isMailbox)) {
          await sendMailTo(message, environment, clients).catch((error: unknown) => {
            clients.log.error('message-failed', { messageId: message.messageId, error });
            failed.push(message.messageId);
          });
        }
        return failed;
      },
    },
    clients.log,
  );
