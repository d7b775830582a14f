import type { Entry } from '../../input/entry.ts';
import type { JsonObject } from '../../json.ts';
import { type Act, entryOf, noteOfAct, recordOfAct } from './act.ts';

/** Something that people or programs did, and its record. */
export type Deed = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly entry: Entry;
  /** As a chronicle tells it. */
  readonly note: string;
  /** As a history holds it. */
  readonly act: Act;
};

/** @throws Error if an act of this folder makes no record */
export const deedOfAct = (act: Act): Deed => {
  const note = noteOfAct(act);
  const entry = entryOf(recordOfAct(act), note);
  if (typeof entry === 'string') throw new Error(`The simulated history is wrong: ${entry}`);
  return { at: entry.at, entry, note, act };
};

/** What no act stands for yet: a record as it is. */
export const deedOf = (record: JsonObject, note: string): Deed =>
  deedOfAct({ does: 'record', note, record: { ...record } });
