import type { RepairResult, TerminationResult, Unfinished } from '../../lambdas/domain/grace-period/order.ts';
import type { Outcome } from '../../lambdas/domain/grace-period/outcome.ts';
import type { Round } from '../../lambdas/domain/grace-period/round.ts';
import { byInstance } from '../../lambdas/domain/instances.ts';
import type { Verdict } from '../../lambdas/domain/verdict/verdict.ts';

const why = (verdict: Verdict): string => {
  const tag = 'tag' in verdict ? `: ${verdict.tag.key}=${verdict.tag.value}` : '';
  const reason = 'why' in verdict ? `: ${verdict.why}` : '';
  return `${verdict.is} (${verdict.reason}${tag}${reason})`;
};

/** What `check` saw, and what it had done about it. */
export const describeCheck = (round: Round, instanceId: string): string => {
  const verdict = byInstance(round.findings).get(instanceId)?.verdict;
  const parts = [`looked at: ${verdict ? why(verdict) : 'not among the instances of the launch'}`];
  if (round.toWarn.includes(instanceId)) parts.push(`to be warned, deadline ${round.deadline}`);
  if (byInstance(round.toRepair).has(instanceId)) parts.push('to be repaired');
  if (byInstance(round.toTerminate).has(instanceId)) parts.push('due');
  if (round.paused) parts.push('the service is paused');
  parts.push(round.until === null ? 'nothing left to wait for' : `next look ${round.until}`);
  return parts.join('; ');
};

/** What AWS answered about the instance. */
export const describeResult = (
  act: 'repair' | 'termination',
  results: readonly (RepairResult | TerminationResult)[],
  instanceId: string,
): string | undefined => {
  const answer = results.find(({ instanceIds }) => instanceIds.includes(instanceId));
  return answer && `${act}: AWS's answer: ${answer.result} (${answer.reason})`;
};

/** What kept AWS from an answer. */
export const describeUnfinished = (
  unfinished: readonly Unfinished[],
  instanceId: string,
): string | undefined => {
  const one = unfinished.find(({ instanceIds }) => instanceIds.includes(instanceId));
  return one && `termination: no answer of AWS yet (${one.reason}): to be checked again`;
};

/** What has become of the instance. */
export const describeOutcome = (outcomes: readonly Outcome[], instanceId: string): string | undefined => {
  const outcome = outcomes.find(({ instanceIds }) => instanceIds.includes(instanceId));
  return outcome && `outcome: ${outcome.decision} (${outcome.reason})`;
};
