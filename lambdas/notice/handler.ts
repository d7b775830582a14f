import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { GroupMailTable } from '../aws/mail-tables.ts';
import type { SetAsideTable, SweptTable } from '../aws/sweep-tables.ts';
import { conclude, concludeUnchecked } from '../domain/grace-period/conclude.ts';
import { ageOf } from '../domain/grace-period/deadline.ts';
import { StaleRound } from '../domain/grace-period/errors.ts';
import { type GracePeriodInput, NoticeInput } from '../domain/grace-period/input.ts';
import type { Notice, Outcome } from '../domain/grace-period/outcome.ts';
import { isFailure, type Mode, modeOf } from '../domain/grace-period/round.ts';
import { concerns } from '../domain/notice/news.ts';
import { addressees, mailId, noticeId, toldElsewhere } from '../domain/notice/recipients.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { NoticeEnvironment, settingsOf } from './environment.ts';
import { measureRound } from './measure-round.ts';
import { rememberForBreaker, rememberForSweep } from './remember.ts';
import { tellHourly, writeFailure, writeNews } from './write-mails.ts';

export type NoticeClients = {
  readonly groupMails: (tableName: string) => GroupMailTable;
  readonly setAside: (tableName: string) => SetAsideTable;
  readonly swept: (tableName: string) => SweptTable;
  readonly breaker: (
    tableName: string,
  ) => Pick<BreakerTable, 'update' | 'joined' | 'keepLauncher' | 'keepSettled'>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Left out: the clock's. */
  readonly now?: () => Date;
};

/**
 * Minutes from a check to its notice: more than all that comes between. Written later (an administrator has redriven the
 * execution), it would tell deadlines that are over, and what is no longer so.
 */
const FRESH_MINUTES = 5;

/** The mode that an account has, or had when people were told of it last. */
const toldMode = (
  mode: Mode | undefined,
  { notice, account }: NoticeInput,
): GracePeriodInput['account']['mode'] =>
  mode === undefined || mode === 'not-listed' ? (notice?.mode ?? account.mode) : mode;

const endedIn = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ decision, instanceIds }) => (decision === 'terminated' ? instanceIds : []));

/**
 * Says what has become of every instance of a launch, and writes the mails that the round calls for. Sends nothing.
 *
 * @throws StaleRound when the round's check is of long ago: check again
 */
export const createHandler = (
  environment: unknown,
  { groupMails, setAside, swept, log, metrics, now = () => new Date(), ...clients }: NoticeClients,
) => {
  const variables = parseEnvironment(NoticeEnvironment, environment);
  const { topics, settings } = settingsOf(variables);
  const { ACCOUNTS: accounts } = variables;
  const table = groupMails(variables.TABLE_NAME);
  const breaker = clients.breaker(variables.TABLE_NAME);
  const memories = { setAside: setAside(variables.TABLE_NAME), swept: swept(variables.TABLE_NAME) };

  return async (event: unknown): Promise<Notice> => {
    const received = z.parse(NoticeInput, event);
    const { check, launch, notCheckedAt } = received;
    const of = isFailure(check) ? notCheckedAt : check.checkedAt;
    if (of !== undefined && ageOf(of, now()) > FRESH_MINUTES * 60) throw new StaleRound(of);
    const known = isFailure(check) ? modeOf(launch.accountId, accounts) : check.mode;
    const mode = toldMode(known, received);
    // The input's is of the day on which the execution began.
    const account = { ...received.account, mode };
    const input = { ...received, account };
    const before = input.notice?.outcomes ?? [];
    const launcher = input.launcher ?? launch.launcher;
    if (isFailure(check)) {
      log.error('check-failed', { launch, failure: check });
      const outcomes = concludeUnchecked(before, input.terminations);
      await rememberForSweep(outcomes, before, memories, log);
      const ended = endedIn(outcomes).length - endedIn(before).length;
      metrics.count('Terminated', launch.accountId, ended);
      return { outcomes, mode, mails: writeFailure({ input, launcher, settings }, check, topics) };
    }
    const outcomes = conclude(check, mode, before, input);
    log.info('round-concluded', { launch, outcomes, launcher });
    const all = concerns(check, outcomes, before);
    const id = noticeId(input, check.checkedAt);
    const teller = { ...input, launcher, origin: check.origin ?? null, mail: mailId(id, 1) };
    await rememberForSweep(outcomes, before, memories, log);
    await rememberForBreaker(input, check, outcomes, launcher, breaker, log);
    const { news, group, warnedIn, isToldThere } = await tellHourly(all, teller, table, log);
    const mails = writeNews({ input, round: check, launcher, group, settings }, news, topics);
    const isUnattributed = all.length > 0 && launcher.userName === null;
    measureRound({ input, round: check, outcomes, before, isUnattributed }, metrics, now());
    if (warnedIn !== null) {
      // The last: `check` looks there whether the launch is warned.
      const there = isToldThere ? [toldElsewhere(id, warnedIn)] : [];
      return { outcomes, mode, mails: [...mails, ...there], warnedIn };
    }
    // Of several mails, `check` counts from the one to whoever is to tag the instances.
    const several = mails.length > 1 ? { addressees: addressees(launch.accountId, launcher, topics) } : {};
    return { outcomes, mode, mails, ...several };
  };
};
