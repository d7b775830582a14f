import { isOnlyReported, isRepairable, type Verdict } from '../compliance/verdict.ts';
import { byInstance, groupInstances } from '../instances.ts';
import type { NoticeInput } from './input.ts';
import {
  type RepairResult,
  type SideEffect,
  type TerminationResult,
  type Terminations,
  withSideEffect,
} from './orders-and-results.ts';
import { type Decision, HELD_BY_BREAKER, isDeferred, type Outcome } from './outcome.ts';
import { type Failure, isFailure, type Round, TOO_SLOW } from './round.ts';

type Conclusion = { readonly decision: Decision; readonly reason: string };

/** What the terminations of an execution have led to so far. */
export type TerminationProgress = Pick<NoticeInput, 'terminations' | 'answerLost' | 'notEnded'>;

const failureOf = (failure: Failure | undefined, otherwise: string): Conclusion => ({
  decision: 'failed',
  reason: failure?.Error ?? otherwise,
});

/** Errors of runs that did not call EC2. `AccountNotEnforced` occurs in executions of earlier versions only. */
const NOT_ASKED: readonly string[] = [TOO_SLOW, 'AccountNotEnforced'];

/** Whether a run of `terminate` gave no answer, and may have called EC2. */
const isRunLost = ({ answerLost, notEnded }: TerminationProgress): boolean =>
  answerLost !== undefined || (notEnded !== undefined && !NOT_ASKED.includes(notEnded.Error));

/** Whether a repair was reported. It is no news that the instance is compliant afterwards. */
const isRepaired = (previous: Conclusion | undefined): boolean =>
  previous?.decision === 'repaired' || previous?.decision === 'inherited';

/** The instance is gone. A call without an answer may have terminated it, or somebody else may have. */
const ENDED_WITHOUT_ANSWER = { decision: 'terminated', reason: 'answer-lost' } as const satisfies Conclusion;

const concludeTermination = (
  { result, reason }: TerminationResult,
  why: string,
  answerLost: boolean,
): Conclusion => {
  if (result === 'gone' && answerLost) return ENDED_WITHOUT_ANSWER;
  switch (result) {
    case 'terminated':
      // That EC2 confirmed it is no reason. A reason that names a side effect is kept.
      return { decision: 'terminated', reason: reason === 'confirmed' ? why : reason };
    case 'spared':
      // It was tagged at the last moment. If its tag is a near miss or invalid, the next sweep checks it.
      return reason === 'owner-valid'
        ? { decision: 'complied', reason }
        : { decision: 'warned', reason: why };
    case 'stopped':
    case 'held':
    case 'gone':
    case 'failed':
      return { decision: result, reason };
    default:
      return result satisfies never;
  }
};

/** Undefined if EC2 refused: the next check judges the instance anew. */
const concludeRepair = ({ result, reason }: RepairResult): Conclusion | undefined => {
  switch (result) {
    case 'repaired':
    case 'inherited':
    case 'failed':
      return { decision: result, reason };
    case 'left':
      // As for an invalid value: it is reported, and the instance is not terminated.
      return { decision: 'invalid', reason };
    case 'refused':
      return undefined;
    default:
      return result satisfies never;
  }
};

/**
 * Decides what became of each instance that the round found: what AWS confirmed, never what was intended. A
 * compliant instance gets its outcome in the last round only, because the tag at the deadline counts.
 */
export const conclude = (
  round: Round,
  mode: NoticeInput['account']['mode'],
  before: readonly Outcome[],
  progress: TerminationProgress = {},
): Outcome[] => {
  const earlier = byInstance(before);
  const { terminations, notEnded } = progress;
  const wasAsked = isRunLost(progress);
  const repair = round.repair ?? [];
  const repairs = byInstance(isFailure(repair) ? [] : repair);
  const results = byInstance(terminations?.results ?? []);
  const unfinished = byInstance(terminations?.unfinished ?? []);
  const ifGone = byInstance(terminations?.ifGone ?? []);
  const toTerminate = byInstance(round.toTerminate);
  const wouldTerminate = new Set(round.wouldTerminate);
  const isWarned = new Set(round.warned.instanceIds);

  /** What was done, or may have been done, to an instance that is not terminated. */
  const sideEffectOn = (instanceId: string, mayBeLost: boolean): SideEffect | undefined =>
    unfinished.get(instanceId)?.done ??
    (mayBeLost || ifGone.has(instanceId) ? 'perhaps-terminated' : undefined);

  const conclusion = (instanceId: string, verdict: Verdict): Conclusion | undefined => {
    const previous = earlier.get(instanceId);
    if (previous?.decision === 'terminated') return previous;
    const result = results.get(instanceId);
    // This holds whatever the check shows: DescribeInstances may show a termination late.
    if (result?.result === 'terminated' || result?.result === 'stopped') {
      return concludeTermination(result, previous?.reason ?? verdict.reason, wasAsked);
    }
    switch (verdict.is) {
      case 'compliant': {
        const done = unfinished.get(instanceId)?.done;
        if (done) return { decision: 'failed', reason: withSideEffect('owner-written-since', done) };
        if (round.until !== null || isRepaired(previous) || isDeferred(previous?.decision)) return previous;
        return { decision: 'complied', reason: verdict.reason };
      }
      case 'exempt':
        if (verdict.reason === 'account-not-listed') {
          const done = sideEffectOn(instanceId, wasAsked && isWarned.has(instanceId));
          if (done) return { decision: 'failed', reason: withSideEffect(verdict.reason, done) };
          const isOver = previous !== undefined && previous.decision !== 'warned';
          return isOver ? previous : { decision: 'exempt', reason: verdict.reason };
        }
        // Until the last round, CloudTrail may still show the launcher.
        if (verdict.reason === 'launcher-not-known' && round.until !== null) return previous;
        return { decision: isOnlyReported(verdict) ? 'noticed' : 'exempt', reason: verdict.reason };
      case 'invalid':
        return { decision: 'invalid', reason: verdict.reason };
      case 'gone': {
        const lost = ifGone.get(instanceId);
        if (lost) return concludeTermination(lost, verdict.reason, wasAsked);
        // AWS may not show a live instance: `check` looks for it again after a run without an answer.
        if (wasAsked && !notEnded && verdict.reason === 'not-found' && round.until !== null) return previous;
        if (wasAsked && isWarned.has(instanceId) && !isDeferred(previous?.decision))
          return ENDED_WITHOUT_ANSWER;
        return { decision: 'gone', reason: verdict.reason };
      }
      case 'noncompliant': {
        if (verdict.reason === 'origin-not-found') return previous;
        if (isRepairable(verdict)) {
          const repaired = repairs.get(instanceId);
          if (!repaired) return failureOf(isFailure(repair) ? repair : undefined, 'repair-unanswered');
          return (
            concludeRepair(repaired) ??
            (round.until === null ? failureOf(undefined, repaired.reason) : previous)
          );
        }
        if (isDeferred(previous?.decision)) return previous;
        if (round.held && mode === 'enforce') return { decision: 'held', reason: HELD_BY_BREAKER };
        if (!toTerminate.has(instanceId) && !wouldTerminate.has(instanceId)) {
          return { decision: 'warned', reason: verdict.reason };
        }
        const done = sideEffectOn(instanceId, wasAsked);
        if (mode === 'dry-run') {
          return { decision: 'would-terminate', reason: withSideEffect(verdict.reason, done) };
        }
        if (result) return concludeTermination(result, verdict.reason, wasAsked);
        const failure = failureOf(notEnded, 'termination-unanswered');
        return { ...failure, reason: withSideEffect(failure.reason, done) };
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

/**
 * Decides what became of the instances of a launch that can no longer be checked. What AWS confirmed is their
 * outcome; the others keep the one that they had.
 */
export const concludeUnchecked = (
  before: readonly Outcome[],
  terminations: Terminations | undefined,
): Outcome[] => {
  const earlier = byInstance(before);
  const results = (terminations?.results ?? []).flatMap((result) =>
    result.instanceIds.map((instanceId) => {
      const why = earlier.get(instanceId)?.reason ?? result.reason;
      return { instanceId, ...concludeTermination(result, why, false) };
    }),
  );
  const isConcluded = new Set(results.map(({ instanceId }) => instanceId));
  const others = before.flatMap(({ instanceIds, ...conclusion }) =>
    instanceIds.filter((id) => !isConcluded.has(id)).map((instanceId) => ({ instanceId, ...conclusion })),
  );
  return groupInstances([...others, ...results], ({ decision, reason }) => ({ decision, reason }));
};
