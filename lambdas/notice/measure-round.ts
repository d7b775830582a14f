import type { NoticeInput } from '../domain/grace-period/input.ts';
import type { Decision, Outcome } from '../domain/grace-period/outcome.ts';
import type { Round } from '../domain/grace-period/round.ts';
import type { DurationName, MetricName } from '../domain/metric.ts';
import type { Metrics } from '../metrics.ts';

/** The decisions that are counted, each under its name. */
const COUNTED: Readonly<Partial<Record<Decision, Exclude<MetricName, DurationName>>>> = {
  warned: 'Warned',
  complied: 'Complied',
  repaired: 'Complied',
  inherited: 'Complied',
  terminated: 'Terminated',
  failed: 'Failed',
};

/** What a round is measured by. */
export type Measured = {
  readonly input: NoticeInput;
  readonly round: Round;
  readonly outcomes: readonly Outcome[];
  readonly before: readonly Outcome[];
  /** Whether there is news for the launcher, and nobody knows who that is. */
  readonly isUnattributed: boolean;
};

/** Counts what became of instances in this round: each once, since what an earlier round concluded is no news. */
export const measureRound = (
  { input, round, outcomes, before, isUnattributed }: Measured,
  metrics: Metrics,
  now: Date,
): void => {
  const { accountId } = input.launch;
  const counted = (all: readonly Outcome[], name: MetricName): string[] =>
    all.filter(({ decision }) => COUNTED[decision] === name).flatMap(({ instanceIds }) => instanceIds);
  const countNew = (name: MetricName): number => {
    const earlier = new Set(counted(before, name));
    return counted(outcomes, name).filter((instanceId) => !earlier.has(instanceId)).length;
  };
  for (const name of new Set(Object.values(COUNTED))) metrics.count(name, accountId, countNew(name));
  // A launch is told of in its first round with news; later ones are about the same launcher.
  if (isUnattributed && before.length === 0) metrics.count('Unattributed', accountId);
  if (countNew('Terminated') > 0 && round.dueAt !== undefined) {
    metrics.seconds('TerminationLateness', accountId, (now.getTime() - Date.parse(round.dueAt)) / 1000);
  }
};
