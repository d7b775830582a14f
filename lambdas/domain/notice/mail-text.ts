import { printable } from '../text.ts';

/** SNS takes fewer than 100 characters. The first must not be a blank. ASCII is safe everywhere. */
const MAX_SUBJECT_LENGTH = 99;

const ascii = (text: string): string =>
  printable(text)
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();

/**
 * The subject of a mail: where it happened, and what. If it is too long, a reason in brackets at its end is left to the
 * text; if it still is, the place is cut, because the end matters more.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const subject = (where: string, what: string): string => {
  const place = ascii(where);
  const whole = `: ${ascii(what)}`;
  const end = place.length + whole.length <= MAX_SUBJECT_LENGTH ? whole : whole.replace(/ \(.*\)$/, '');
  return `${place.slice(0, Math.max(0, MAX_SUBJECT_LENGTH - end.length))}${end}`.slice(0, MAX_SUBJECT_LENGTH);
};

/** The longest line of a mail, in characters: it stays one line on a phone turned sideways, and when quoted. */
export const LINE_LENGTH = 72;

/** Text that needs no quotes, neither in the shorthand of the AWS CLI nor in a shell, and no encoding in a link. */
export const SAFE_TEXT = /^[\w+.@-]+$/;

const ELLIPSIS = '...';

/** Cuts a text to a length, with dots in place of the rest. It never leaves half of a surrogate pair. */
export const truncate = (text: string, maxLength: number): string =>
  text.length <= maxLength
    ? text
    : `${text.slice(0, maxLength - ELLIPSIS.length).replace(/[\ud800-\udbff]$/, '')}${ELLIPSIS}`;

/** Cuts a word into pieces that fit. An address or a link stays whole if it can. */
const pieces = (word: string, maxLength: number): string[] => {
  if (word.length <= maxLength) return [word];
  const piece = word.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
  return [piece, ...pieces(word.slice(piece.length), maxLength)];
};

/** Breaks one line of text between words into lines that fit. All but the first begin with `indent`. */
export const wrap = (text: string, indent = ''): string[] => {
  const words = text.trimStart().split(' ');
  const lines: string[] = [];
  let line = text.slice(0, text.length - text.trimStart().length);
  let isEmpty = true;
  for (const word of words.flatMap((word) => pieces(word, LINE_LENGTH - indent.length))) {
    const longer = isEmpty ? `${line}${word}` : `${line} ${word}`;
    if (longer.length <= LINE_LENGTH) line = longer;
    else {
      lines.push(line.trimEnd());
      line = `${indent}${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line.trimEnd()].filter((some) => some !== '');
};

/** An instant for a person: `Tue 3 Nov 2026, 09:10:00 PST (2026-11-03T17:10:00Z)`. `timeZone` is an IANA name. */
export const formatTime = (instant: string, timeZone: string): string =>
  `${formatDay(instant, timeZone)}, ${formatClock(instant, timeZone)} (${instant})`;

/** The time of day alone: `09:10:00 PST`. */
export const formatClock = (instant: string, timeZone: string): string =>
  clock(instant, { second: '2-digit', timeZone });

/** The same to the minute, rounded down, so that a deadline never sounds later than it is: `09:10 PST`. */
export const formatMinute = (instant: string, timeZone: string): string => clock(instant, { timeZone });

/** A cache: a mail has many times, and to make a format takes longer than everything else in it. */
const formats = new Map<string, Intl.DateTimeFormat>();

const format = (instant: string, locale: string, options: Intl.DateTimeFormatOptions): string => {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known.format(new Date(instant));
};

const clock = (instant: string, options: Intl.DateTimeFormatOptions): string =>
  format(instant, 'en-US', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...options,
  });

/** The day of an instant: `Tue 3 Nov 2026`. */
export const formatDay = (instant: string, timeZone: string): string =>
  format(instant, 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  }).replace(',', '');

/** Why a mail did not reach the person whom it is for. */
export type NotReached = 'nobody-confirmed' | 'not-taken';

const REASONS: Readonly<Record<NotReached, string>> = {
  'nobody-confirmed': 'no confirmed subscription.',
  'not-taken': 'SNS did not take it.',
};

/**
 * Says to the other readers of a mail that it did not reach the person whom it is for. A long name takes several
 * lines.
 */
export const notReachedText = (person: string, why: NotReached): string =>
  wrap(`This did not reach ${printable(person)}: ${REASONS[why]}`, '  ').join('\n');
