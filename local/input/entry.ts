import * as z from 'zod';
import { readInstant } from '../../lambdas/domain/instant.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Origin } from './fault.ts';
import type { RawRecord } from './raw-records.ts';

/** A record of the history, and what EventBridge calls its account and Region (empty if nothing tells them). */
export type Entry = {
  readonly origin: Origin;
  readonly accountId: string;
  readonly region: string;
  /** The record's eventTime, in milliseconds since the epoch. */
  readonly at: number;
  readonly eventName: string;
  readonly eventId: string | null;
  readonly record: JsonObject;
  /** Its size as JSON. */
  readonly bytes: number;
};

const text = z.string().optional().catch(undefined);
const owner = z.object({ accountId: text, ownerId: text }).catch({});

/** What every record is looked at for. Old ones lack some, and null stands for others. */
const Header = z.object({
  eventName: z.string().catch(''),
  eventID: text,
  awsRegion: text,
  recipientAccountId: text,
  userIdentity: owner,
  responseElements: owner,
});
const Envelope = z.object({ account: text, region: text });

/** Reads a record's entry; a text says why it is none. */
export const readEntry = ({ place, record, envelope }: RawRecord, file: string): Entry | string => {
  if (!isObject(record)) return 'not a CloudTrail record (expected a JSON object)';
  const { eventTime } = record;
  if (eventTime === undefined || eventTime === null) return 'the record has no eventTime';
  const instant = typeof eventTime === 'string' ? readInstant(eventTime) : undefined;
  if (!instant) return `the record's eventTime is no time in UTC: ${JSON.stringify(eventTime).slice(0, 60)}`;
  const header = Header.parse(record);
  const outer = Envelope.parse(envelope ?? {});
  return {
    origin: { file, place },
    accountId:
      outer.account ??
      header.recipientAccountId ??
      header.userIdentity.accountId ??
      header.responseElements.ownerId ??
      '',
    region: outer.region ?? header.awsRegion ?? '',
    at: Date.parse(instant),
    eventName: header.eventName,
    eventId: header.eventID ?? null,
    record,
    bytes: Buffer.byteLength(JSON.stringify(record)),
  };
};
