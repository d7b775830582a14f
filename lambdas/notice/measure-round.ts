import type { Verdict } from '../domain/compliance/verdict.ts';
import type { NoticeInput } from '../domain/grace-period/input.ts';
import type { Decision, Outcome } from '../domain/grace-period/outcome.ts';
import type { Round } from '../domain/grace-period/round.ts';
import type { CountName } from '../domain/metric.ts';
import type { Metrics } from '../metrics.ts';

/** The decisions that are counted, with the metric of each. */
const COUNTED: Readonly<Partial<Record<Decision, CountName>>> = {
  warned: 'Warned',
  complied: 'Complied',
  repaired: 'Complied',
  inherited: 'Complied',
  terminated: 'Terminated',
  failed: 'Failed',
};

/** The reason of an invalid Owner that is only reported, because no user is known to match. */
const SPARED = 'no-user-known-to-match' as const satisfies Verdict['reason'];

/** What a round is measured by. */
type Measured = {
  readonly input: NoticeInput;
  readonly round: Round;
  readonly outcomes: readonly Outcome[];
  readonly before: readonly Outcome[];
  /** Whether there is news for the launcher, who is not known. */
  readonly isUnattributed: boolean;
};

/**
 * Counts the outcomes of a round. Each instance is counted once: not again if an earlier round has concluded the same.
 */
export const measureRound = (
  { input, round, outcomes, before, isUnattributed }: Measured,
  metrics: Metrics,
  now: Date,
): void => {
  const { accountId } = input.launch;
  const counted = (all: readonly Outcome[], name: CountName): string[] =>
    all.filter(({ decision }) => COUNTED[decision] === name).flatMap(({ instanceIds }) => instanceIds);
  const newOf = (all: readonly string[], earlier: readonly string[]): number => {
    const known = new Set(earlier);
    return all.filter((instanceId) => !known.has(instanceId)).length;
  };
  const countNew = (name: CountName): number => newOf(counted(outcomes, name), counted(before, name));
  const spared = (all: readonly Outcome[]): string[] =>
    all.flatMap(({ reason, instanceIds }) => (reason === SPARED ? instanceIds : []));
  for (const name of new Set(Object.values(COUNTED))) metrics.count(name, accountId, countNew(name));
  metrics.count('InvalidSpared', accountId, newOf(spared(outcomes), spared(before)));
  // A launch is counted in its first round with news: later rounds are about the same launcher.
  if (isUnattributed && before.length === 0) metrics.count('Unattributed', accountId);
  if (countNew('Terminated') > 0 && round.dueAt !== undefined) {
    metrics.seconds('TerminationLateness', accountId, (now.getTime() - Date.parse(round.dueAt)) / 1000);
  }
};
