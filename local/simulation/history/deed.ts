import { type Entry, readEntry } from '../../input/entry.ts';
import type { JsonObject } from '../../json.ts';

/** Something that people or programs did, and its record. */
export type Deed = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly entry: Entry;
  /** What CloudTrail tells of it, where that is not the same. */
  readonly told?: Entry;
  /** As a chronicle tells it. */
  readonly note: string;
};

/** @throws Error if a generator of this folder writes no record */
export const deedOf = (record: JsonObject, note: string): Deed => {
  const entry = readEntry({ place: note, record, envelope: null }, 'simulation');
  if (typeof entry === 'string') throw new Error(`The simulated history is wrong: ${entry}`);
  return { at: entry.at, entry, note };
};
