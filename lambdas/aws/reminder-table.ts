import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { DAY_MS, HOUR_MS } from '../domain/instant.ts';
import type { Mailbox } from '../domain/reminder/mailbox.ts';
import { Reminder } from '../domain/reminder/reminder.ts';
import { conditionHolds, type Key, newDynamo, seconds, table } from './table.ts';

/** A mail to a mailbox: when its hour began, in milliseconds since 1970, and the message that began it. */
export const MailHour = z.object({ by: z.string(), at: z.number() });
export type MailHour = z.infer<typeof MailHour>;

/** Up to when the mailbox's mails have told of reminders, in milliseconds since 1970. */
export const ToldUntil = z.object({ toldUntil: z._default(z.number(), 0) });

/** A reminder as it waits; `keptAt` in milliseconds since 1970. */
export const Waiting = z.extend(Reminder, { keptAt: z.number() });
export type Waiting = z.infer<typeof Waiting>;

/** When CloudTrail was asked about something for the first time, in milliseconds since 1970, and whether that is now. */
export type FirstAsked = { readonly at: number; readonly isNow: boolean };

/** Reminders that wait for their mail, which resources people were reminded of, and what CloudTrail was asked. */
export type ReminderTable = {
  /**
   * Puts a reminder into these mailboxes, unless another message has put one of the same resource into any. The same message may
   * come again, after a run that died: then it changes nothing that is there.
   *
   * @returns whether it is this message's
   */
  keep(reminder: Reminder, mailboxes: readonly Mailbox[], by: string, now: Date): Promise<boolean>;
  /** The reminders of which no mail has told. */
  waiting(mailbox: Mailbox): Promise<Waiting[]>;
  /**
   * Begins a mailbox's hour for the mail of a message, if the last one is over.
   *
   * @returns the hour: `by` is the message that has it
   */
  claimHour(mailbox: Mailbox, by: string, now: Date): Promise<MailHour>;
  /** Saves that SNS has taken the mail about all that was kept until then. */
  told(mailbox: Mailbox, until: number): Promise<void>;
  /** Notes that CloudTrail is asked about a session or an instance, unless it was asked before. */
  noteAsked(about: string, now: Date): Promise<FirstAsked>;
};

/** A resource is told of once a year at most: some calls create anew what is there, or write over it. */
export const TOLD_RETENTION_MS = 365 * DAY_MS;

/** A reminder that no mail took within a week is dropped. It is not deleted when it was told: that would cost a write. */
export const WAITING_RETENTION_MS = 7 * DAY_MS;

/** Longer than a reminder is kept: without it, a mail would tell of the same again. */
export const HOUR_RETENTION_MS = 30 * DAY_MS;

/** A role's session lasts at most twelve hours: CloudTrail is asked once about it. */
export const ASKED_RETENTION_MS = 13 * HOUR_MS;

export const AskedAt = z.object({ at: z.number() });

const askedKey = (about: string): Key => ({ pk: `asked#${about}`, sk: 'asked' });
const toldKey = (arn: string): Key => ({ pk: `reminded#${arn}`, sk: 'reminded' });
const waitingKey = (mailbox: Mailbox, arn: string): Key => ({ pk: `reminder#${mailbox}`, sk: arn });
const hourKey = (mailbox: Mailbox): Key => ({ pk: `reminder-mail#${mailbox}`, sk: 'hour' });

export const reminderTable = (TableName: string, dynamo = newDynamo()): ReminderTable => {
  const { find, query } = table(TableName, dynamo);
  /** Puts an item unless one with this key exists that has not expired, and that another message has made. */
  const putNew = (
    key: Key,
    fields: Readonly<Record<string, unknown>>,
    expiresAt: number,
    { by, now }: { readonly by: string | null; readonly now: number },
  ): Promise<boolean> =>
    conditionHolds(
      dynamo.send(
        new PutItemCommand({
          TableName,
          Item: marshall(
            { ...key, ...fields, expiresAt: seconds(expiresAt) },
            { removeUndefinedValues: true },
          ),
          ConditionExpression: `attribute_not_exists(pk) OR expiresAt <= :now${by === null ? '' : ' OR #by = :by'}`,
          ...(by === null ? {} : { ExpressionAttributeNames: { '#by': 'by' } }),
          ExpressionAttributeValues: marshall({
            ':now': seconds(now),
            ...(by === null ? {} : { ':by': by }),
          }),
        }),
      ),
    );
  return {
    keep: async (reminder, mailboxes, by, now) => {
      const at = now.getTime();
      const { arn } = reminder;
      if (!(await putNew(toldKey(arn), { by, mailboxes }, at + TOLD_RETENTION_MS, { by, now: at })))
        return false;
      // What is there already was put by this message, and its mail may have told of it since.
      for (const mailbox of mailboxes)
        await putNew(waitingKey(mailbox, arn), { ...reminder, keptAt: at }, at + WAITING_RETENTION_MS, {
          by: null,
          now: at,
        });
      return true;
    },
    waiting: async (mailbox) => {
      const { toldUntil } = (await find(hourKey(mailbox), ToldUntil)) ?? { toldUntil: 0 };
      const all = await query(`reminder#${mailbox}`, Waiting);
      return all.filter(({ keptAt }) => keptAt > toldUntil);
    },
    claimHour: async (mailbox, by, now) => {
      const at = now.getTime();
      try {
        await dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key: marshall(hourKey(mailbox)),
            UpdateExpression: 'SET #by = :by, #at = :at, expiresAt = :expiresAt',
            ConditionExpression: 'attribute_not_exists(#at) OR #at <= :anHourAgo',
            ExpressionAttributeNames: { '#by': 'by', '#at': 'at' },
            ExpressionAttributeValues: marshall({
              ':by': by,
              ':at': at,
              ':anHourAgo': at - HOUR_MS,
              ':expiresAt': seconds(at + HOUR_RETENTION_MS),
            }),
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { by, at };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException)
          return z.parse(MailHour, unmarshall(error.Item ?? {}));
        throw error;
      }
    },
    told: async (mailbox, until) => {
      await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: marshall(hourKey(mailbox)),
          UpdateExpression: 'SET toldUntil = :until',
          ExpressionAttributeValues: marshall({ ':until': until }),
        }),
      );
    },
    noteAsked: async (about, now) => {
      const at = now.getTime();
      const isNow = await putNew(askedKey(about), { at }, at + ASKED_RETENTION_MS, { by: null, now: at });
      const asked = isNow ? null : await find(askedKey(about), AskedAt);
      return { at: asked?.at ?? at, isNow };
    },
  };
};
