import * as z from 'zod/mini';
import type { Verdict } from '../../lambdas/domain/compliance/verdict.ts';
import { NoticeInput } from '../../lambdas/domain/grace-period/input.ts';
import { Notice, type Outcome } from '../../lambdas/domain/grace-period/outcome.ts';
import { isFailure } from '../../lambdas/domain/grace-period/round.ts';
import { groupInstances } from '../../lambdas/domain/instances.ts';
import { findNews } from '../../lambdas/domain/notice/news.ts';
import type { Publication } from '../aws/topics.ts';
import type { Event } from './launch-record.ts';
import type { RowDecision } from './row.ts';
import { readersOf } from './sent-mail.ts';

/** An outcome, or that the records leave it open. */
type RoundOutcome = Pick<Outcome, 'reason' | 'instanceIds'> & { readonly decision: RowDecision };

/** A concluded round, and its mails that SNS has accepted so far. `at` is in milliseconds since the epoch. */
export type Round = {
  readonly at: number;
  readonly outcomes: readonly RoundOutcome[];
  /** The instances that would inherit an Owner, if what launched them had one. */
  readonly withoutOwner: readonly string[];
  /** Whether a step failed so that the execution fails. The round's mail reports that failure. */
  readonly isFailed: boolean;
  /** What its mail reports: instance and decision. */
  readonly reported: ReadonlySet<string>;
  /** Whether another launch's mail reports it, together with what else that source launches. */
  readonly isInHourlyMail: boolean;
  readonly mails: Publication[];
};

/** The round that `notice` concluded with this answer to its input. */
export const concluded = (input: unknown, answer: unknown, at: number): Round => {
  const { check, notice, notEnded } = z.parse(NoticeInput, input);
  const { outcomes, mails } = z.parse(Notice, answer);
  const reported = isFailure(check) ? [] : findNews(check, outcomes, notice?.outcomes ?? []);
  const findings = isFailure(check) ? [] : check.findings;
  return {
    at,
    outcomes,
    withoutOwner: findings.flatMap(({ verdict, instanceIds }) =>
      WITHOUT_OWNER.has(verdict.reason) ? instanceIds : [],
    ),
    isFailed: isFailure(check) || notEnded !== undefined,
    reported: new Set(reported.flatMap((one) => one.instanceIds.map((id) => `${id} ${one.decision}`))),
    isInHourlyMail: mails.some((mail) => 'toldIn' in mail),
    mails: [],
  };
};

/** Instances with these verdicts would inherit the Owner of what launched them. */
const WITHOUT_OWNER: ReadonlySet<string> = new Set([
  'owner-missing',
  'owner-empty',
  'origin-not-found',
] satisfies Verdict['reason'][]);

/** What does not happen to an instance that inherits an Owner. */
const NOT_IF_INHERITED: ReadonlySet<RowDecision> = new Set<RowDecision>([
  'warned',
  'held',
  'terminated',
  'stopped',
  'would-terminate',
]);

/**
 * The round, with what depends on an origin that the records do not show left open: the deployed service would look at that
 * origin, and pass its Owner on.
 *
 * @param unseen the instances that such an origin launched
 */
export const leftUndecided = (round: Round, unseen: ReadonlySet<string>): Round => {
  if (unseen.size === 0) return round;
  const isOpen = (decision: RowDecision, instanceId: string): boolean =>
    NOT_IF_INHERITED.has(decision) && unseen.has(instanceId);
  const items = round.outcomes.flatMap(({ decision, reason, instanceIds }) =>
    instanceIds.map((instanceId) => ({ decision, reason, instanceId })),
  );
  return {
    ...round,
    outcomes: groupInstances(items, ({ decision, reason, instanceId }) =>
      isOpen(decision, instanceId)
        ? { decision: 'undecided' as const, reason: 'origin-not-in-records' }
        : { decision, reason },
    ),
  };
};

/** A round's decisions by instance, after its mails were sent: only then is it known whether anybody was warned. */
export const eventsOf = ({ at, outcomes, reported, mails }: Round): (readonly [string, Event])[] => {
  const recipients = readersOf(mails);
  const [mail] = mails;
  return outcomes.flatMap(({ decision, reason, instanceIds }) =>
    instanceIds.flatMap((instanceId) => {
      const isReported = reported.has(`${instanceId} ${decision}`);
      if (decision === 'warned' && !(isReported && mail)) return [];
      const seen = decision === 'warned' && mail ? Math.max(mail.at, at) : at;
      return [
        [instanceId, { at: seen, decision, reason, recipients: isReported ? recipients : [] }] as const,
      ];
    }),
  );
};
