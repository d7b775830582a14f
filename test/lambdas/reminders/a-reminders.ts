import type { TagResult } from '../../../lambdas/aws/ec2.ts';
import type { Exemption } from '../../../lambdas/domain/compliance/exemption.ts';
import type { ResourceTagOrder } from '../../../lambdas/domain/grace-period/repair.ts';
import type { LookUp } from '../../../lambdas/domain/launcher/look-up.ts';
import type { Mail } from '../../../lambdas/domain/mail.ts';
import type { Session } from '../../../lambdas/domain/record/session.ts';
import type { TagsAnswer } from '../../../lambdas/domain/reminder/reminder.ts';
import { createHandler } from '../../../lambdas/reminders/handler.ts';
import { reminderTable } from '../../../local/aws/reminder-table.ts';
import { Table } from '../../../local/aws/tables.ts';
import { handedBack } from '../a-batch.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { GATEWAY } from '../a-session.ts';
import { anOwnerTag } from '../an-owner-tag.ts';
import { allOf, type World } from '../known-evidence.ts';

export const ACCOUNT = '422448306679';
export const DRY = '111122223333';

type Given = {
  /** The tags of resources, by ARN; those of all others are not shown. */
  readonly tags?: ReadonlyMap<string, TagsAnswer>;
  readonly reading?: () => Promise<void>;
  readonly world?: World;
  readonly exemptions?: Exemption[];
  readonly asking?: () => Promise<void>;
  /** What EC2 answers to a correction. */
  readonly tagging?: () => Promise<TagResult>;
  /** Rejects where the table does not take a reminder. */
  readonly keeping?: () => Promise<void>;
};

/**
 * The handler with a table of its own, and what it sent. Messages and mails are kept until `take` takes them; `answers` are the
 * sessions that CloudTrail's answers bring into the table.
 */
export const aReminders = ({
  tags = new Map(),
  reading = async () => {},
  world = {},
  exemptions = [],
  asking = async () => {},
  tagging = async () => 'written',
  keeping = async () => {},
}: Given = {}) => {
  const table = new Table();
  const reminders = reminderTable(() => table);
  const asked: string[][] = [];
  const written: [accountId: string, region: string, order: ResourceTagOrder][] = [];
  const messages: { body: unknown; delay: number }[] = [];
  const mails: Mail[] = [];
  const questions: LookUp[] = [];
  const answers = new Map<string, Session>();
  const sent = new Set<string>();
  const log = aLog();
  const metrics = aMetrics();
  const { sessions, usersById, usersByName, callers } = allOf(world);
  const handler = createHandler(
    {
      ACCOUNTS: { 'dry-run': [DRY], enforce: [ACCOUNT] },
      OWNER_TAG: anOwnerTag(),
      TIME_ZONE: 'America/Los_Angeles',
      ADMINISTRATORS: ['cluster-admin@soe.ucsc.edu'],
      ADMINISTRATORS_TOPIC_ARN: 'administrators',
      SUB_ACCOUNT_TOPIC_ARN_PREFIX: 'sub-account-',
      PERSON_TOPIC_ARN_PREFIX: 'person-',
      TABLE_NAME: 'the-table',
      EXEMPTIONS: exemptions,
      GATEWAY_ACCOUNT_ID: GATEWAY,
      TAGS_ROLE_NAME: 'tags',
      CORRECT_ROLE_NAME: 'correct',
      REMINDER_QUEUE_URL: 'reminders',
      LOOK_UP_QUEUE_URL: 'questions',
      MAIL_QUEUE_URL: 'mails',
    },
    {
      readTags: async (accountId, region, resources) => {
        asked.push([accountId, region, ...resources.map(({ arn }) => arn)]);
        await reading();
        return new Map(resources.map(({ arn }) => [arn, tags.get(arn) ?? { is: 'unreadable' }]));
      },
      tagResource: async (...order) => {
        const result = await tagging();
        if (result === 'written') written.push(order);
        return result;
      },
      reminders: {
        ...reminders,
        keep: async (...all) => {
          await keeping();
          return reminders.keep(...all);
        },
      },
      sentMails: { find: async (id) => (sent.has(id) ? { messageId: 'm' } : null) },
      sessions: {
        find: async (key) => sessions.get(key) ?? answers.get(key) ?? null,
        findAlike: async () => [],
      },
      users: {
        byId: async (id) => usersById.get(id) ?? null,
        byName: async (name) => usersByName.get(name) ?? null,
        byNameInAnyCase: async () => null,
      },
      callers: { find: async (id) => callers.get(id) ?? null },
      send: async (body, delay = 0) => void messages.push({ body, delay }),
      ask: async (question) => {
        await asking();
        questions.push(question);
      },
      sendMail: async ({ mail }) => void mails.push(mail),
      log,
      metrics,
    },
  );
  let number = 0;
  const handle = async (bodies: readonly unknown[], deliveries = 1): Promise<string[]> => {
    const Records = bodies.map((body) => {
      number += 1;
      return {
        messageId: `message-${number}`,
        body: JSON.stringify(body),
        attributes: { ApproximateReceiveCount: String(deliveries) },
      };
    });
    return handedBack(await handler({ Records }));
  };
  /** Takes the messages that were sent since. */
  const take = () => messages.splice(0);
  const { lines } = log;
  return {
    handle,
    take,
    written,
    mails,
    sent,
    asked,
    questions,
    answers,
    lines,
    measured: metrics.measured,
    handler,
  };
};
