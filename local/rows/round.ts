import * as z from 'zod/mini';
import { NoticeInput } from '../../lambdas/domain/grace-period/input.ts';
import { Notice, type Outcome } from '../../lambdas/domain/grace-period/outcome.ts';
import { isFailure } from '../../lambdas/domain/grace-period/round.ts';
import { findNews } from '../../lambdas/domain/notice/news.ts';
import type { Publication } from '../aws/topics.ts';
import type { Event } from './launch-record.ts';
import { readersOf } from './sent-mail.ts';

/** A round that was concluded, and what SNS took of its mails so far. `at`: milliseconds since the epoch. */
export type Round = {
  readonly at: number;
  readonly outcomes: readonly Outcome[];
  /** Whether a step failed that the execution ends for: then its mail tells of that. */
  readonly isFailed: boolean;
  /** What its mail tells: instance and decision. */
  readonly reported: ReadonlySet<string>;
  /** Whether its mail is another launch's, which told of the whole Auto Scaling group. */
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

/** What a round decided, by instance, once its mails are out: whether anybody was warned is known only then. */
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
