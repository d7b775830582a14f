/** So much of an account at the most is a lapse of events; more is a mistake in a configuration. */
const SHARE = 1 / 5;

/** So few are never a mistake, however few instances the account has: of four, one is more than a fifth. */
const FEW = 3;

/**
 * Whether a sweep has found too much to believe it: then it starts nothing, and somebody must look.
 *
 * @param found instances that might be terminated
 * @param instances all that exist in the account
 * @param most `maxTerminationsPerSweep`
 */
export const isBreakerOpen = (found: number, instances: number, most: number): boolean =>
  found > most || (found > FEW && found > instances * SHARE);
