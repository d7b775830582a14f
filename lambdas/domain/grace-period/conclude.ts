import { byInstance } from '../by-instance.ts';
import { groupInstances } from '../group-instances.ts';
import { isOnlyReported, isRepairable, type Verdict } from '../verdict/verdict.ts';
import { isFailure } from './failure.ts';
import type { NoticeInput } from './input.ts';
import type { RepairResult, TerminationResult } from './order.ts';
import type { Decision, Outcome } from './outcome.ts';
import type { Round } from './round.ts';
import { isSetAside } from './set-aside.ts';

type Conclusion = { readonly decision: Decision; readonly reason: string };

const resultsOf = <Result extends RepairResult | TerminationResult>(
  results: Result[] | { readonly Error: string } | undefined,
) => (Array.isArray(results) ? byInstance(results) : new Map<string, Result>());

const failureOf = (results: Round['repair'] | Round['termination'], otherwise: string): Conclusion => ({
  decision: 'failed',
  reason: results && isFailure(results) ? results.Error : otherwise,
});

/** Said once and for all: that an instance is compliant since is no news. */
const isRepaired = (previous: Conclusion | undefined): boolean =>
  previous?.decision === 'repaired' || previous?.decision === 'inherited';

const concludeTermination = (
  { result, reason }: TerminationResult,
  verdict: Verdict,
  answerLost: boolean,
): Conclusion => {
  // What an unanswered call asked for has happened.
  if (result === 'gone' && answerLost) return { decision: 'terminated', reason: 'answer-lost' };
  switch (result) {
    case 'terminated':
      // That EC2 confirmed it goes without saying; what else was done for it does not.
      return { decision: 'terminated', reason: reason === 'confirmed' ? verdict.reason : reason };
    case 'spared':
      // Tagged in the last moment. What is no more than corrected or invalid now, the next sweep looks at.
      return reason === 'owner-valid'
        ? { decision: 'complied', reason }
        : { decision: 'warned', reason: verdict.reason };
    case 'stopped':
    case 'held':
    case 'gone':
    case 'failed':
      return { decision: result, reason };
    default:
      return result satisfies never;
  }
};

/**
 * What has become of every instance that the round found: what AWS confirmed, never what was intended. An instance
 * that is compliant in time is concluded in the last round only: what counts is the tag at the deadline.
 *
 * @param answerLost whether a termination was asked for and not answered: what is gone then, was ended by it
 */
export const conclude = (
  round: Round,
  mode: NoticeInput['account']['mode'],
  before: readonly Outcome[],
  answerLost = false,
): Outcome[] => {
  const earlier = byInstance(before);
  const repairs = resultsOf(round.repair);
  const terminations = resultsOf(round.termination);
  const toTerminate = byInstance(round.toTerminate);
  const isWarned = new Set(round.warned.instanceIds);

  const conclusion = (instanceId: string, verdict: Verdict): Conclusion | undefined => {
    const previous = earlier.get(instanceId);
    switch (verdict.is) {
      case 'compliant':
        if (round.until !== null || isRepaired(previous) || isSetAside(previous?.decision)) return previous;
        return { decision: 'complied', reason: verdict.reason };
      case 'exempt':
        // Before the last round, CloudTrail may still tell.
        if (verdict.reason === 'launcher-not-known' && round.until !== null) return previous;
        return { decision: isOnlyReported(verdict) ? 'noticed' : 'exempt', reason: verdict.reason };
      case 'invalid':
        return { decision: 'invalid', reason: verdict.reason };
      case 'gone':
        if (previous?.decision === 'terminated') return previous;
        if (answerLost && isWarned.has(instanceId) && !isSetAside(previous?.decision)) {
          return { decision: 'terminated', reason: 'answer-lost' };
        }
        return { decision: 'gone', reason: verdict.reason };
      case 'noncompliant': {
        if (isRepairable(verdict)) {
          const repair = repairs.get(instanceId);
          if (!repair) return failureOf(round.repair, 'repair-unanswered');
          return { decision: repair.result, reason: repair.reason };
        }
        if (isSetAside(previous?.decision)) return previous;
        if (!toTerminate.has(instanceId)) return { decision: 'warned', reason: verdict.reason };
        if (mode === 'dry-run') return { decision: 'would-terminate', reason: verdict.reason };
        const termination = terminations.get(instanceId);
        if (!termination) return failureOf(round.termination, 'termination-unanswered');
        return concludeTermination(termination, verdict, answerLost);
      }
      default:
        return verdict satisfies never;
    }
  };

  const concluded = round.findings.flatMap(({ verdict, instanceIds }) =>
    instanceIds.flatMap((instanceId) => {
      const { decision, reason } = conclusion(instanceId, verdict) ?? {};
      return decision && reason !== undefined ? [{ instanceId, decision, reason }] : [];
    }),
  );
  return groupInstances(concluded, ({ decision, reason }) => ({ decision, reason }));
};
