import * as z from 'zod';
import { reasonOf } from '../infra/error-reason.ts';
import { canonical, compare, isObject, type JsonObject } from '../infra/json.ts';
import { readInstant } from '../lambdas/domain/instant.ts';
import { printable } from '../lambdas/domain/text.ts';

/** Where something stands in the input: the file, and within it the line, record or event. */
export type Origin = { readonly file: string; readonly place: string | null };

/** Input that could not be read or taken in, and why; the rest goes on. */
export type Fault = { readonly origin: Origin; readonly reason: string };

/** A fault as one line for a person. */
export const describeFault = ({ origin: { file, place }, reason }: Fault): string =>
  printable(place === null ? `${file}: ${reason}` : `${file}, ${place}: ${reason}`);

/** A record as it stands in the input; EventBridge's account and Region where an envelope tells them. */
type RawRecord = {
  readonly place: string | null;
  readonly record: unknown;
  readonly envelope: JsonObject | null;
};

/** An event of `aws cloudtrail lookup-events` that holds no record. */
export type NoRecord = { readonly place: string | null; readonly reason: string };

const join = (line: string | null, place: string): string => (line ? `${line}, ${place}` : place);

const lookedUp = (event: unknown, place: string): RawRecord | NoRecord => {
  const text = isObject(event) ? event.CloudTrailEvent : undefined;
  if (typeof text !== 'string') return { place, reason: 'CloudTrailEvent is missing' };
  try {
    return { place, record: JSON.parse(text), envelope: null };
  } catch (error) {
    return { place, reason: `CloudTrailEvent is not JSON (${reasonOf(error)})` };
  }
};

/**
 * Finds the records in a value, by its shape: CloudTrail's log file, the output of lookup-events, an EventBridge
 * envelope, a record. `line` is null where the value is all of its file.
 */
export const rawRecords = (value: unknown, line: number | null): (RawRecord | NoRecord)[] => {
  const where = line === null ? null : `line ${line}`;
  // A log file is one line: its number would say nothing.
  const outer = line === 1 ? null : where;
  const list = (items: readonly unknown[]): RawRecord[] =>
    items.map((record, index) => ({
      place: join(outer, `record ${index + 1}`),
      record,
      envelope: null,
    }));
  if (Array.isArray(value)) return list(value);
  if (!isObject(value)) return [{ place: where, record: value, envelope: null }];
  if (Array.isArray(value.Records)) return list(value.Records);
  if (Array.isArray(value.Events)) {
    return value.Events.map((event, index) => lookedUp(event, join(outer, `event ${index + 1}`)));
  }
  if (isObject(value.detail)) return [{ place: where, record: value.detail, envelope: value }];
  return [{ place: where, record: value, envelope: null }];
};

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

/** eventTime has whole seconds: within one, an instance is launched before anything else happens to it. */
const rank = ({ eventName }: Entry): number => (eventName === 'RunInstances' ? 0 : 1);

const content = ({ accountId, region, record }: Entry): string => canonical([accountId, region, record]);

/** The order in which records happened, whatever order they came in: it leaves nothing to chance. */
const inOrder = (a: Entry, b: Entry): number =>
  a.at - b.at ||
  rank(a) - rank(b) ||
  compare(a.eventId ?? '', b.eventId ?? '') ||
  compare(content(a), content(b));

/** CloudTrail delivers at least once. An id alone is not enough: documentation repeats its made-up ones. */
const identity = (entry: Entry): string =>
  entry.eventId === null
    ? content(entry)
    : `${entry.eventId} ${entry.at} ${entry.eventName} ${entry.accountId}`;

/** Puts a history in order and drops what came twice. */
export const putInOrder = (entries: readonly Entry[]): Entry[] => {
  const seen = new Set<string>();
  return [...entries].sort(inOrder).filter((entry) => {
    const key = identity(entry);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
};
