/** In milliseconds. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * An instant in ISO 8601 UTC, as CloudTrail writes it: `2026-11-03T16:00:00Z`; milliseconds only if there are any.
 */
export const iso = (time: Date | number): string => {
  const text = new Date(time).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
};

/** The instant `minutes` after another. */
export const minutesAfter = (time: string, minutes: number): number => Date.parse(time) + minutes * 60_000;

const FORM_OF_CLOUDTRAIL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const FORM = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:(\.\d{1,3})\d*)?(Z|\+00:00)?$/;

/**
 * Reads an `eventTime`: CloudTrail's `2026-11-03T16:00:00Z`, or Athena's `2026-11-03 16:00:00.000000000`, which is
 * UTC too. Undefined if it is neither.
 */
export const readInstant = (text: string): string | undefined => {
  if (FORM_OF_CLOUDTRAIL.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const [, date, time, fraction = ''] = FORM.exec(text) ?? [];
  if (!date || !time) return undefined;
  const milliseconds = Date.parse(`${date}T${time}${fraction}Z`);
  return Number.isNaN(milliseconds) ? undefined : iso(milliseconds);
};
