import {
  type AttributeValue,
  ConditionalCheckFailedException,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { DAY_MS, HOUR_MS, iso } from '../domain/instant.ts';
import { Published } from '../domain/mail.ts';
import { conditionHolds, newDynamo, seconds, table } from './table.ts';

/** Mails that SNS accepted, by id, kept for a day: a queue may deliver a mail twice. */
export type SentMailTable = {
  find(id: string): Promise<Published | null>;
  save(id: string, published: Published): Promise<void>;
};

const SENT_RETENTION_MS = DAY_MS;

const sentKey = (id: string) => ({ pk: `mail#${id}`, sk: 'mail' });

export const sentMailTable = (tableName: string, dynamo = newDynamo()): SentMailTable => {
  const { find, save } = table(tableName, dynamo);
  return {
    find: (id) => find(sentKey(id), Published),
    save: (id, published) => save(sentKey(id), published, Date.now() + SENT_RETENTION_MS),
  };
};

/** Whether a launch of a source is reported in its own mail. */
export type HourlyMail =
  /** An earlier launch's mail reports the source this hour. `by` is the execution of that launch. */
  | { readonly isReported: true; readonly by: string; readonly mail: string }
  /**
   * This launch's mail reports the source until `until`. `launches` counts those that had no mail of their own since the
   * last such mail, at `since`.
   */
  | {
      readonly isReported: false;
      readonly launches: number;
      readonly since: string | null;
      readonly until: string;
    };

/** Which launch's mail reports a source this hour. */
export type HourlyMailTable = {
  /**
   * Claims the hour for a launch. If another launch has it, counts this one for the next mail, once per launch. The
   * launch that has the hour may write several mails: its last one stands for the other launches.
   *
   * @param source what is reported, of which source, and to whom
   * @param launch the launch's execution name
   * @param mail the id of the mail that reports the source, if this launch gets the hour
   */
  claim(source: string, launch: string, mail: string, now: Date): Promise<HourlyMail>;
};

/** Counted launches are reported if the source launches again within a day. */
const HOURLY_RETENTION_MS = DAY_MS;

/**
 * `launches` were counted after `by` claimed the hour; `before` and `since` are what the mail of `by` reports. Times in
 * ms.
 */
const HourlyItem = z.object({
  by: z.string(),
  mail: z.string(),
  toldAt: z.number(),
  before: z.nullable(z.set(z.string())),
  since: z.nullable(z.number()),
});

type HourlyItem = z.infer<typeof HourlyItem>;

const hourlyMail = (launch: string, { by, mail, toldAt, before, since }: HourlyItem): HourlyMail => {
  if (by !== launch) return { isReported: true, by, mail };
  const others = [...(before ?? [])].filter((one) => one !== launch);
  return {
    isReported: false,
    launches: others.length,
    since: since === null ? null : iso(since),
    until: iso(toldAt + HOUR_MS),
  };
};

export const hourlyMailTable = (TableName: string, dynamo = newDynamo()): HourlyMailTable => {
  /**
   * Claims the hour if it is free. The count of the hour before is kept beside it, so that a retry gets the same
   * answer.
   */
  const claimHour = async (
    key: Record<string, AttributeValue>,
    launch: string,
    mail: string,
    now: number,
  ) => {
    try {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: key,
          UpdateExpression:
            'SET #before = if_not_exists(launches, :none), since = if_not_exists(toldAt, :none), ' +
            '#by = :launch, mail = :mail, toldAt = :now, expiresAt = :expiresAt REMOVE launches',
          ConditionExpression: 'attribute_not_exists(toldAt) OR toldAt <= :anHourAgo',
          ExpressionAttributeNames: { '#by': 'by', '#before': 'before' },
          ExpressionAttributeValues: marshall({
            ':launch': launch,
            ':mail': mail,
            ':now': now,
            ':anHourAgo': now - HOUR_MS,
            ':expiresAt': seconds(now + HOURLY_RETENTION_MS),
            ':none': null,
          }),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return error.Item;
      throw error;
    }
  };

  return {
    claim: async (source, launch, mail, now) => {
      const key = marshall({ pk: `source#${source}`, sk: 'hour' });
      const item = z.parse(HourlyItem, unmarshall((await claimHour(key, launch, mail, now.getTime())) ?? {}));
      const update = (UpdateExpression: string, value: string | Set<string>) =>
        dynamo.send(
          new UpdateItemCommand({
            TableName,
            Key: key,
            UpdateExpression,
            ExpressionAttributeValues: marshall({ ':value': value }),
          }),
        );
      // `launches` is a set: a launch that asks again is not counted twice.
      if (item.by !== launch) await update('ADD launches :value', new Set([launch]));
      // The launch writes another mail: its first one may not have been sent.
      else if (item.mail !== mail) await update('SET mail = :value', mail);
      return hourlyMail(launch, item);
    },
  };
};

/** In which month each owner had a mail about what is theirs. */
export type OwnerMailTable = {
  /**
   * Claims a person's mail of a month for a run of the report. The same run may claim it again, after a function that died.
   *
   * @param month `YYYY-MM`
   * @returns whether the run may send it: no other has this month
   */
  claim(person: string, month: string, run: string, now: Date): Promise<boolean>;
};

/** Longer than a month: without the item, a second mail would follow. */
const MONTH_RETENTION_MS = 40 * DAY_MS;

export const ownerMailTable = (TableName: string, dynamo = newDynamo()): OwnerMailTable => ({
  claim: (person, month, run, now) =>
    conditionHolds(
      dynamo.send(
        new PutItemCommand({
          TableName,
          Item: marshall({
            pk: `owner-mail#${person}`,
            sk: 'month',
            month,
            by: run,
            expiresAt: seconds(now.getTime() + MONTH_RETENTION_MS),
          }),
          ConditionExpression:
            'attribute_not_exists(pk) OR #month < :month OR (#month = :month AND #by = :run)',
          ExpressionAttributeNames: { '#month': 'month', '#by': 'by' },
          ExpressionAttributeValues: marshall({ ':month': month, ':run': run }),
        }),
      ),
    ),
});
