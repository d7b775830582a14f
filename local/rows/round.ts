import * as z from 'zod/mini';
import { NoticeInput } from '../../lambdas/domain/grace-period/input.ts';
import { Notice, type Outcome } from '../../lambdas/domain/grace-period/outcome.ts';
import { isFailure } from '../../lambdas/domain/grace-period/round.ts';
import { findNews } from '../../lambdas/domain/notice/news.ts';
import type { Publication } from '../aws/topics.ts';
import type { Event } from './launch-record.ts';
import { readersOf } from './sent-mail.ts';

/** A concluded round, and its mails that SNS has accepted so far. `at` is in milliseconds since the epoch. */
export type Round = {
  readonly at: number;
  readonly outcomes: readonly Outcome[];
  /** Whether a step failed so that the execution fails. The round's mail reports that failure. */
  readonly isFailed: boolean;
  /** What its mail reports: instance and decision. */
  readonly reported: ReadonlySet<string>;
  /** Whether another launch's mail reports it, together with the whole Auto Scaling group. */
  readonly isInGroupMail: boolean;
  readonly mails: Publication[];
};

/** The round that `notice` concluded with this answer to its input. */
export const concluded = (input: unknown, answer: unknown, at: number): Round => {
  const { check, notice, notEnded } = z.parse(NoticeInput, input);
  const { outcomes, mails } = z.parse(Notice, answer);
  const reported = isFailure(check) ? [] : findNews(check, outcomes, notice?.outcomes ?? []);
  return {
    at,
    outcomes,
    isFailed: isFailure(check) || notEnded !== undefined,
    reported: new Set(reported.flatMap((one) => one.instanceIds.map((id) => `${id} ${one.decision}`))),
    isInGroupMail: mails.some((mail) => 'toldIn' in mail),
    mails: [],
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
