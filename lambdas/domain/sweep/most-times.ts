/**
 * How often a sweep begins a grace period for one instance, until it rests for a day: in dry-run everything lives on, and
 * what cannot be terminated or repaired would be told of every twenty minutes, for ever.
 */
export const MOST_TIMES = { 'dry-run': 1, enforce: 6 } as const;

/** The same, where an earlier one found that an exemption covers it: whether it still does is looked at once a day. */
export const MOST_TIMES_EXEMPT = 1;
