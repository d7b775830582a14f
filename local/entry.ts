import * as z from 'zod';
import { reasonOf } from '../infra/error-reason.ts';
import { canonical, compare, isObject, type JsonObject } from '../infra/json.ts';
import { readInstant } from '../lambdas/domain/instant.ts';
import { printable } from '../lambdas/domain/text.ts';

/** A place in the input: the file, and the line, record or event within it. */
export type Origin = { readonly file: string; readonly place: string | null };

/** Input that could not be read or processed, and why. The rest of the input is still played. */
export type Fault = { readonly origin: Origin; readonly reason: string };

/** A fault as one printable line. */
export const describeFault = ({ origin: { file, place }, reason }: Fault): string =>
  printable(place === null ? `${file}: ${reason}` : `${file}, ${place}: ${reason}`);

/** A record as the input has it, with its EventBridge envelope if there is one. */
type RawRecord = {
  readonly place: string | null;
  readonly record: unknown;
  readonly envelope: JsonObject | null;
};

/** An event of `aws cloudtrail lookup-events` without a readable record. */
type NoRecord = { readonly place: string | null; readonly reason: string };

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
 * Finds the records in a value by its shape: a CloudTrail log file, the output of lookup-events, an EventBridge envelope, or
 * a single record. `line` is null if the value is the whole file.
 */
export const rawRecords = (value: unknown, line: number | null): (RawRecord | NoRecord)[] => {
  const where = line === null ? null : `line ${line}`;
  // A log file usually has one line, so its number is left out.
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

/** A record of the history, with its account and Region as EventBridge names them (empty if unknown). */
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

/** The fields that are read from every record. Old records lack some of them or have null. */
const Header = z.object({
  eventName: z.string().catch(''),
  eventID: text,
  awsRegion: text,
  recipientAccountId: text,
  userIdentity: owner,
  responseElements: owner,
});
const Envelope = z.object({ account: text, region: text });

/** Reads a record as an entry. Returns the reason as a text if it is not a valid record. */
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

/** eventTime has whole seconds. Within one second, a launch comes before everything else that happens to its instances. */
const rank = ({ eventName }: Entry): number => (eventName === 'RunInstances' ? 0 : 1);

const content = ({ accountId, region, record }: Entry): string => canonical([accountId, region, record]);

/** The order in which records happened. It is total, so the order of the input does not matter. */
const inOrder = (a: Entry, b: Entry): number =>
  a.at - b.at ||
  rank(a) - rank(b) ||
  compare(a.eventId ?? '', b.eventId ?? '') ||
  compare(content(a), content(b));

/** Finds duplicates: CloudTrail delivers at least once. Examples in documentation share ids, so the id is not enough. */
const identity = (entry: Entry): string =>
  entry.eventId === null
    ? content(entry)
    : `${entry.eventId} ${entry.at} ${entry.eventName} ${entry.accountId}`;

/** Sorts a history by time and drops duplicate records. */
export const putInOrder = (entries: readonly Entry[]): Entry[] => {
  const seen = new Set<string>();
  return [...entries].sort(inOrder).filter((entry) => {
    const key = identity(entry);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
};
