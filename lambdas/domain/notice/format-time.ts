/** An instant for a person: `Tue 3 Nov 2026, 09:10:00 PST (2026-11-03T17:10:00Z)`. `timeZone` is an IANA name. */
export const formatTime = (instant: string, timeZone: string): string =>
  `${formatDay(instant, timeZone)}, ${formatClock(instant, timeZone)} (${instant})`;

/** The time of day alone: `09:10:00 PST`. */
export const formatClock = (instant: string, timeZone: string): string =>
  clock(instant, { second: '2-digit', timeZone });

/** The same to the minute, rounded down, so that a deadline never sounds later than it is: `09:10 PST`. */
export const formatMinute = (instant: string, timeZone: string): string => clock(instant, { timeZone });

const clock = (instant: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...options,
  }).format(new Date(instant));

const formatDay = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  })
    .format(new Date(instant))
    .replace(',', '');
