import { isObject, type JsonObject } from '../json.ts';
import { reasonOf } from './fault.ts';

/** A record as it stands in the input; EventBridge's account and Region where an envelope tells them. */
export type RawRecord = {
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
