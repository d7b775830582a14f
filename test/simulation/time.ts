import * as z from 'zod';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** Every simulated run begins on the sample day, at 08:00 in California: milliseconds since the epoch. */
export const BEGIN = Date.parse('2026-11-03T16:00:00Z');

/** How long people act in a run. After that, the run only waits for what they started. */
export const BUSY = 40 * MINUTE;

/** A time of day in California, as the sample's records are written with: `08:30:00`. */
export const timeOfDay = (at: number): string => new Date(at - 8 * 60 * MINUTE).toISOString().slice(11, 19);

/** The time since the run began, as the event log shows it: ` 01:02:03.5`, or `-00:00:01.0` for a time before it. */
export const sinceBegin = (at: number): string => {
  const tenths = Math.round((at - BEGIN) / 100);
  const text = new Date(Math.abs(tenths) * 100).toISOString().slice(11, 21);
  return tenths < 0 ? `-${text}` : ` ${text}`;
};

/** An instant as a history writes it: since the run began, `00:18:55` or `00:18:55.3`. */
export const Instant = z.codec(
  z.string().regex(/^\d\d:[0-5]\d:[0-5]\d(?:\.\d{1,3})?$/, 'expected a time since the run began: "00:18:55"'),
  z.number(),
  {
    decode: (text) => BEGIN + Date.parse(`1970-01-01T${text}Z`),
    encode: (at) =>
      new Date(at - BEGIN)
        .toISOString()
        .slice(11, 23)
        .replace(/\.000$/, ''),
  },
);
