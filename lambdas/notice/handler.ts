import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { HourlyMailTable } from '../aws/mail-tables.ts';
import { conclude, concludeUnchecked } from '../domain/grace-period/conclude.ts';
import { ageOf } from '../domain/grace-period/deadline.ts';
import { StaleRound } from '../domain/grace-period/errors.ts';
import { type GracePeriodInput, NoticeInput } from '../domain/grace-period/input.ts';
import type { Notice, Outcome } from '../domain/grace-period/outcome.ts';
import { type Failure, isFailure, type Mode, modeOf, type Round } from '../domain/grace-period/round.ts';
import { findNews } from '../domain/notice/news.ts';
import { addressees, mailId, noticeId, placeholderMail } from '../domain/notice/recipients.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type NoticeEnvironment, settingsOf } from './environment.ts';
import { measureRound } from './measure-round.ts';
import { type SweepTables, saveForBreaker, saveForSweep } from './save-results.ts';
import { throttleHourlyMails, writeFailure, writeNews } from './write-mails.ts';

export type NoticeClients = SweepTables & {
  readonly hourlyMails: HourlyMailTable;
  readonly breaker: Pick<BreakerTable, 'update' | 'joined' | 'saveLauncher' | 'saveSettled'>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The system clock if left out. */
  readonly now?: () => Date;
};

/**
 * Minutes from a check to its notice: more than all steps between them take. A notice that is written later, because an
 * administrator redrove the execution, would report past deadlines and outdated facts.
 */
const FRESH_MINUTES = 5;

/** The account's mode. If it is unknown, or the account is no longer listed, the mode that the last notice reported. */
const reportedMode = (
  mode: Mode | undefined,
  { notice, account }: NoticeInput,
): GracePeriodInput['account']['mode'] =>
  mode === undefined || mode === 'not-listed' ? (notice?.mode ?? account.mode) : mode;

const terminatedIn = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ decision, instanceIds }) => (decision === 'terminated' ? instanceIds : []));

/**
 * Concludes the outcome of every instance of a launch, and writes the mails that the round needs. Sends nothing.
 *
 * @throws StaleRound when the round's check is too old: the state machine checks again
 */
export const createHandler =
  (environment: NoticeEnvironment, clients: NoticeClients) =>
  async (event: unknown): Promise<Notice> => {
    const received = z.parse(NoticeInput, event);
    const { check, launch, notCheckedAt } = received;
    const now = clients.now?.() ?? new Date();
    const of = isFailure(check) ? notCheckedAt : check.checkedAt;
    if (of !== undefined && ageOf(of, now) > FRESH_MINUTES * 60) throw new StaleRound(of);
    const known = isFailure(check) ? modeOf(launch.accountId, environment.ACCOUNTS) : check.mode;
    const mode = reportedMode(known, received);
    // The mode in the input is that of the day on which the execution began.
    const input = { ...received, account: { ...received.account, mode } };
    const settings = settingsOf(environment);
    return isFailure(check)
      ? concludeFailure(input, check, settings, clients)
      : concludeRound(input, check, settings, clients, now);
  };

type Settings = ReturnType<typeof settingsOf>;

/** Concludes the outcomes of a launch whose check failed. */
const concludeFailure = async (
  input: NoticeInput,
  check: Failure,
  { topics, settings }: Settings,
  { log, metrics, ...clients }: NoticeClients,
): Promise<Notice> => {
  const { launch, launcher = launch.launcher } = input;
  const { mode } = input.account;
  const before = input.notice?.outcomes ?? [];
  log.error('check-failed', { launch, failure: check });
  const outcomes = concludeUnchecked(before, input.terminations);
  await saveForSweep(outcomes, before, clients, log);
  metrics.count('Terminated', launch.accountId, terminatedIn(outcomes).length - terminatedIn(before).length);
  return { outcomes, mode, mails: writeFailure({ input, launcher, settings }, check, topics) };
};

/** Concludes the outcomes of the instances that the round's check judged. */
const concludeRound = async (
  input: NoticeInput,
  round: Round,
  { topics, settings }: Settings,
  { hourlyMails, breaker, log, metrics, ...clients }: NoticeClients,
  now: Date,
): Promise<Notice> => {
  const { launch, launcher = launch.launcher } = input;
  const { mode } = input.account;
  const before = input.notice?.outcomes ?? [];
  const outcomes = conclude(round, mode, before, input);
  log.info('round-concluded', { launch, outcomes, launcher });
  const all = findNews(round, outcomes, before);
  const id = noticeId(input, round.checkedAt);
  const { origin = null, paused } = round;
  const launched = { ...input, launcher, origin, paused, mail: mailId(id, 1) };
  await saveForSweep(outcomes, before, clients, log);
  await saveForBreaker(input, round, outcomes, launcher, breaker, log);
  const { news, source, warnedIn, isInHourlyMail } = await throttleHourlyMails(
    all,
    launched,
    hourlyMails,
    log,
  );
  const mails = writeNews({ input, round, launcher, source, settings }, news, topics);
  const isUnattributed = all.length > 0 && launcher.userName === null;
  measureRound({ input, round, outcomes, before, isUnattributed }, metrics, now);
  if (warnedIn !== null) {
    // The placeholder is the last mail: `check` reads there whether the launch was warned.
    const there = isInHourlyMail ? [placeholderMail(id, warnedIn)] : [];
    return { outcomes, mode, mails: [...mails, ...there], warnedIn };
  }
  // If there are several mails, `check` counts from the one to the people who are to tag the instances.
  const several = mails.length > 1 ? { addressees: addressees(launch.accountId, launcher, topics) } : {};
  return { outcomes, mode, mails, ...several };
};
