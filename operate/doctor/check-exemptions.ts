import { type Diagnosis, failed, ok } from './diagnosis.ts';

/** An administrator has this long to ask whether it is still needed. */
const SOON_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

/** Whether an exemption ends soon: an expired one fails the next synth. `until` is its last day, in UTC. */
export const checkExemptions = (
  exemptions: readonly { readonly until: string; readonly reason: string }[],
  now: Date,
): Diagnosis[] => {
  if (exemptions.length === 0) return [ok('no exemptions')];
  const soon = exemptions.filter(({ until }) => Date.parse(until) - now.getTime() < SOON_DAYS * DAY_MS);
  if (soon.length === 0) return [ok(`${exemptions.length} exemptions, none ends within ${SOON_DAYS} days`)];
  return soon.map(({ until, reason }) =>
    failed(`an exemption ends with ${until} ("${reason}"): prolong it in the configuration, or take it out`),
  );
};
