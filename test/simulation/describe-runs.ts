import { INVARIANTS } from './invariants/violation.ts';
import type { RunReport } from './run-report.ts';
import type { Tally } from './tally.ts';
import { sinceBegin } from './time.ts';

/** How many violations of one run are shown. One bug often breaks several rules. */
const MAX_SHOWN = 4;

/** Describes a run that broke a rule: the violations, what led to the first, and how to play the run again. */
export const describeFailing = ({ played, violations, timeline }: RunReport): string => {
  const more = violations.length - MAX_SHOWN;
  return [
    played,
    ...violations
      .slice(0, MAX_SHOWN)
      .map(
        ({ at, invariant, instanceId, what }) =>
          `  ${INVARIANTS[invariant]}: ${instanceId ?? ''} at ${sinceBegin(at).trim()}: ${what}`,
      ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    '',
    ...timeline.map((line) => `  ${line}`),
    '',
    `  The whole run: npm run simulate -- ${played}`,
    ...(played.startsWith('--seed')
      ? [
          `  This seed gives this run only on this commit. To keep the run: npm run simulate -- ${played} --write FILE`,
        ]
      : []),
    '',
  ].join('\n');
};

const row = ({ kind, times, runs }: ReturnType<Tally['kinds' | 'coverage']>[number]): string =>
  `${kind.padEnd(22)}${String(times).padStart(9)}${String(runs).padStart(8)}`;

/** Describes all runs together: counts, faults, and the runs that broke a rule. */
export const describeTally = (tally: Tally, seconds: number): string => {
  const { runs, instances, ended, mails, failing } = tally;
  const missing = tally.missing();
  const rate = Math.round(runs / Math.max(seconds, 0.1));
  return [
    `${runs} runs in ${seconds.toFixed(0)} s (${rate} a second): ${instances} instances, ${ended} terminated, ${mails} mails`,
    '',
    `${'What went wrong'.padEnd(22)}${'times'.padStart(9)}${'runs'.padStart(8)}`,
    ...tally.kinds().map(row),
    '',
    'What happened while executions were open',
    ...tally.coverage().map(row),
    '',
    ...(missing.length > 0 ? [`Never happened: ${missing.join(', ')}. Play more runs.`] : []),
    failing.length === 0
      ? 'No rule was broken.'
      : `Rules were BROKEN in ${failing.length} runs: ${failing
          .slice(0, 20)
          .map(({ played }) => played)
          .join(', ')}`,
    '',
  ].join('\n');
};
