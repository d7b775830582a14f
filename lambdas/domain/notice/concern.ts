import { type Decision, HELD_BY_BREAKER, type Outcome } from '../grace-period/outcome.ts';
import type { Round } from '../grace-period/round.ts';
import { byInstance, groupInstances } from '../instances.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** Decisions that a person is told of, the most urgent first. */
const TOLD = [
  'failed',
  'terminated',
  'stopped',
  'would-terminate',
  'held',
  'warned',
  'invalid',
  'noticed',
  'exempt',
  'repaired',
  'inherited',
] as const satisfies Decision[];

/** Something to tell: what became of these instances, and the verdict behind it. */
export type Concern = {
  readonly decision: (typeof TOLD)[number];
  readonly reason: string;
  readonly verdict: Verdict;
  readonly instanceIds: readonly string[];
};

const isTold = (decision: Decision): decision is Concern['decision'] =>
  TOLD.some((told) => told === decision);

/** What this round has to tell that no earlier notice told, the most urgent first. */
export const concerns = (
  round: Round,
  outcomes: readonly Outcome[],
  earlier: readonly Outcome[],
): Concern[] => {
  const told = byInstance(earlier);
  const toWarn = new Set(round.toWarn);
  const found = byInstance(round.findings);
  const news = outcomes.flatMap(({ decision, reason, instanceIds }) =>
    instanceIds.flatMap((instanceId) => {
      const verdict = found.get(instanceId)?.verdict;
      // The people concerned are told of all that the breaker holds in one mail.
      if (decision === 'held' && reason === HELD_BY_BREAKER) return [];
      if (reason === 'changed-back-before') return [];
      const before = told.get(instanceId)?.decision;
      const isNews = decision === 'warned' ? toWarn.has(instanceId) : before !== decision;
      // What is spared is no news but to those who were told that it would end.
      if (decision === 'exempt' && (reason !== 'account-not-listed' || before !== 'warned')) return [];
      return verdict && isNews && isTold(decision) ? [{ instanceId, decision, reason, verdict }] : [];
    }),
  );
  return groupInstances(news, ({ decision, reason, verdict }) => ({ decision, reason, verdict })).sort(
    (a, b) => TOLD.indexOf(a.decision) - TOLD.indexOf(b.decision),
  );
};
