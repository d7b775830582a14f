/** How often an Owner is written on one instance: a tool that puts its own value back would have it written for ever. */
const MOST_REPAIRS = 3;

/** What is to be done about an instance whose Owner could be written: `left-before` is told already. */
export type RepairStep = 'write' | 'left' | 'left-before';

/**
 * Written three times, then told once, then left alone. A repetition on the same check counts once.
 *
 * @param checks those on which it was written before, or given up
 */
export const repairStep = (checks: readonly string[], checkedAt: string): RepairStep => {
  const earlier = checks.filter((check) => check !== checkedAt).length;
  if (earlier < MOST_REPAIRS) return 'write';
  return earlier === MOST_REPAIRS ? 'left' : 'left-before';
};
