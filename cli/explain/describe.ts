import * as z from 'zod/mini';
import type { Verdict } from '../../lambdas/domain/compliance/verdict.ts';
import { type Cause, GracePeriodInput, NoticeInput } from '../../lambdas/domain/grace-period/input.ts';
import type {
  RepairResult,
  TerminationResult,
  Unfinished,
} from '../../lambdas/domain/grace-period/orders-and-results.ts';
import { Notice, type Outcome } from '../../lambdas/domain/grace-period/outcome.ts';
import type { Round } from '../../lambdas/domain/grace-period/round.ts';
import { byInstance } from '../../lambdas/domain/instances.ts';
import { type Mail, Published } from '../../lambdas/domain/mail.ts';
import type { Launcher } from '../../lambdas/domain/record/launcher.ts';
import { counted } from '../style.ts';

/** The state of an execution after any step: fields that later steps write are optional. */
export const State = z.extend(GracePeriodInput, {
  launcher: NoticeInput.shape.launcher,
  check: z.optional(NoticeInput.shape.check),
  terminations: NoticeInput.shape.terminations,
  notice: z.optional(Notice),
  published: z.optional(z.array(Published)),
});
export type State = z.infer<typeof State>;

/** Reads a state from the history; undefined if it has another shape, as that of a queued mail does. */
export const readState = (text: string | undefined): State | undefined => {
  if (text === undefined) return undefined;
  try {
    const { success, data } = z.safeParse(State, JSON.parse(text));
    return success ? data : undefined;
  } catch {
    return undefined;
  }
};

const BEGAN: Readonly<Record<Cause, string>> = {
  launch: 'launched',
  untagged: 'its Owner was removed',
  sweep: 'found by a sweep, since no event had come,',
  resume: 'taken up again, since no pause or breaker holds it any more,',
};

/** The launcher, with the evidence. */
export const describeLauncher = ({ userName, description, evidence }: Launcher): string =>
  userName === null
    ? `launcher not known: ${description}`
    : `launcher: ${userName}, by ${evidence ?? 'no evidence'}: ${description}`;

/** How a grace period began, and what its record shows. */
export const describeRecord = (
  { launch, account, cause, warnAt }: State,
  instanceId: string,
): readonly string[] => {
  const { accountId, region, key, eventTime, eventId, instanceIds } = launch;
  const others = instanceIds.filter((id) => id !== instanceId).length;
  const among =
    instanceIds.length === 0
      ? ', in a record without instance ids'
      : others > 0
        ? `, with ${counted(others, 'other')}`
        : '';
  return [
    `${BEGAN[cause]} at ${eventTime}${among}, in ${account.name} (${accountId}) ${region}, mode ${account.mode}`,
    `record: event ${eventId ?? 'without an id'}, ${key.filter} ${key.value}`,
    `launcher in the record: ${launch.launcher.description}`,
    `first check at ${warnAt}`,
  ];
};

const why = (verdict: Verdict): string => {
  const tag = 'tag' in verdict ? `: ${verdict.tag.key}=${verdict.tag.value}` : '';
  const reason = 'why' in verdict ? `: ${verdict.why}` : '';
  return `${verdict.is} (${verdict.reason}${tag}${reason})`;
};

/** What a check found, and what follows from it. */
export const describeCheck = (round: Round, instanceId: string): string => {
  const verdict = byInstance(round.findings).get(instanceId)?.verdict;
  const parts = [`checked: ${verdict ? why(verdict) : 'not among the instances of the launch'}`];
  if (round.toWarn.includes(instanceId)) parts.push(`to be warned, deadline ${round.deadline}`);
  if (byInstance(round.toRepair).has(instanceId)) parts.push('to be repaired');
  if (byInstance(round.toTerminate).has(instanceId)) parts.push('due for termination');
  if (round.paused) parts.push('enforcement is paused');
  parts.push(round.until === null ? 'no further check' : `next check at ${round.until}`);
  return parts.join('; ');
};

/** What AWS answered to a call for the instance. */
export const describeResult = (
  act: 'repair' | 'termination',
  results: readonly (RepairResult | TerminationResult)[],
  instanceId: string,
): string | undefined => {
  const answer = results.find(({ instanceIds }) => instanceIds.includes(instanceId));
  return answer && `${act}: AWS's answer: ${answer.result} (${answer.reason})`;
};

/** Why there is no answer of AWS yet. */
export const describeUnfinished = (
  unfinished: readonly Unfinished[],
  instanceId: string,
): string | undefined => {
  const one = unfinished.find(({ instanceIds }) => instanceIds.includes(instanceId));
  return one && `termination: no answer of AWS yet (${one.reason}); the instance is checked again`;
};

/** The outcome of the instance. */
export const describeOutcome = (outcomes: readonly Outcome[], instanceId: string): string | undefined => {
  const outcome = outcomes.find(({ instanceIds }) => instanceIds.includes(instanceId));
  return outcome && `outcome: ${outcome.decision} (${outcome.reason})`;
};

const topicOf = (arn: string): string => arn.split(':').at(-1) ?? arn;

const describeMail = ({ to, person, subject, toldIn, id }: Mail): string => {
  if (toldIn !== undefined) return `mail ${id}: not sent, since mail ${toldIn} says the same`;
  const topics = to.map(topicOf).join(', or else ');
  return `mail ${id}${person === null ? '' : ` for ${person}`} to ${topics}: "${subject}"`;
};

/** The mails of a round, with the topics for each. */
export const describeMails = (notice: Notice | undefined): string[] =>
  (notice?.mails ?? []).map(describeMail);

/** The topic that took each mail. */
export const describePublished = (notice: Notice | undefined, published: readonly Published[]): string[] =>
  published.map(({ messageId, topicArn }, index) => {
    const id = notice?.mails[index]?.id ?? String(index);
    if (messageId === null) return `mail ${id}: NO TOPIC TOOK IT`;
    return `mail ${id}: taken${topicArn ? ` by ${topicOf(topicArn)}` : ''}, message ${messageId}`;
  });
