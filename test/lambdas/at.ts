/** The eventTime of the launches in these tests: 09:00 in California. */
export const LAUNCHED_AT = '2026-11-03T17:00:00Z';

/** The instant this many minutes and seconds after the launch. */
export const at = (minutes: number, seconds = 0): Date =>
  new Date(Date.parse(LAUNCHED_AT) + minutes * 60_000 + seconds * 1000);

/** The same as text, in the format of the state machine. */
export const textAt = (minutes: number, seconds = 0): string =>
  at(minutes, seconds).toISOString().replace('.000Z', 'Z');
