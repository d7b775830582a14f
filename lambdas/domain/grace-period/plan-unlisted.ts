import { iso } from '../instant.ts';
import { warnedSoFar } from './earlier-rounds.ts';
import type { CheckInput } from './input.ts';
import type { Plan } from './round.ts';

/**
 * The last round of a launch whose account was taken out of the configuration. Its roles went with it, so nothing is looked
 * at: all that is known of the launch is left alone, and those who were warned are told so.
 */
export const planUnlisted = (input: CheckInput, now: Date): Plan => {
  const { launch, check } = input;
  const known = [...launch.instanceIds, ...(check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  const instanceIds = [...new Set(known)].sort();
  const checkedAt = iso(now);
  return {
    checkedAt,
    mode: 'not-listed',
    findings:
      instanceIds.length > 0
        ? [{ verdict: { is: 'exempt', reason: 'account-not-listed' }, instanceIds }]
        : [],
    warned: warnedSoFar(input),
    toRepair: [],
    toWarn: [],
    toTerminate: [],
    deadline: checkedAt,
    until: null,
    examples: check?.examples ?? [],
    origin: null,
    paused: false,
    held: false,
    tools: [],
  };
};
