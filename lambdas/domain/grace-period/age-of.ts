/** A verdict is acted on for so long: a redrive or a long retry must not act on yesterday's look. */
export const FRESH_SECONDS = 60;

/** How old a check is, in seconds; not a number if its time cannot be read. */
export const ageOf = (checkedAt: string, now: Date): number => (now.getTime() - Date.parse(checkedAt)) / 1000;

/** Whether a check may be acted on. Negated, so that a time that cannot be read is stale too. */
export const isStale = (ageSeconds: number): boolean => !(ageSeconds <= FRESH_SECONDS);
