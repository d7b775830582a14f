import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { GroupMailTable } from '../aws/group-mail-table.ts';
import type { SetAsideTable } from '../aws/set-aside-table.ts';
import type { SweptTable } from '../aws/swept-table.ts';
import { conclude } from '../domain/grace-period/conclude.ts';
import { concludeUnchecked } from '../domain/grace-period/conclude-unchecked.ts';
import { isFailure } from '../domain/grace-period/failure.ts';
import { NoticeInput } from '../domain/grace-period/input.ts';
import type { Outcome } from '../domain/grace-period/outcome.ts';
import { concerns } from '../domain/notice/concern.ts';
import type { Notice } from '../domain/notice/notice.ts';
import { mailId, noticeId } from '../domain/notice/notice-id.ts';
import { addressees, toldElsewhere } from '../domain/notice/recipients.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { NoticeEnvironment } from './environment.ts';
import { measureRound } from './measure-round.ts';
import { rememberForSweep, rememberLauncher } from './remember-for-sweep.ts';
import { settingsOf } from './settings-of.ts';
import { tellHourly } from './tell-hourly.ts';
import { writeFailure, writeNews } from './write-mails.ts';

export type NoticeClients = {
  readonly groupMails: (tableName: string) => GroupMailTable;
  readonly setAside: (tableName: string) => SetAsideTable;
  readonly swept: (tableName: string) => SweptTable;
  readonly breaker: (tableName: string) => Pick<BreakerTable, 'read' | 'keepLauncher'>;
  readonly log: Log;
  readonly metrics: Metrics;
};

const endedIn = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ decision, instanceIds }) => (decision === 'terminated' ? instanceIds : []));

/** Says what has become of every instance of a launch, and writes the mails that the round calls for. Sends nothing. */
export const createHandler = (
  environment: unknown,
  { groupMails, setAside, swept, log, metrics, ...clients }: NoticeClients,
) => {
  const variables = parseEnvironment(NoticeEnvironment, environment);
  const { topics, settings } = settingsOf(variables);
  const table = groupMails(variables.TABLE_NAME);
  const breaker = clients.breaker(variables.TABLE_NAME);
  const memories = { setAside: setAside(variables.TABLE_NAME), swept: swept(variables.TABLE_NAME) };

  return async (event: unknown): Promise<Notice> => {
    const input = z.parse(NoticeInput, event);
    const { check, launch, account } = input;
    const before = input.notice?.outcomes ?? [];
    const launcher = input.launcher ?? launch.launcher;
    if (isFailure(check)) {
      log.error('check failed', { launch, failure: check });
      const outcomes = concludeUnchecked(before, input.terminations);
      await rememberForSweep(outcomes, before, memories, log);
      const ended = endedIn(outcomes).length - endedIn(before).length;
      metrics.count('Terminated', launch.accountId, ended);
      return { outcomes, mails: writeFailure({ input, launcher, settings }, check, topics) };
    }
    const outcomes = conclude(check, account.mode, before, input);
    log.info('concluded', { launch, outcomes, launcher });
    const all = concerns(check, outcomes, before);
    const id = noticeId(input, check.checkedAt);
    const teller = { ...input, launcher, origin: check.origin ?? null, mail: mailId(id, 1) };
    await rememberForSweep(outcomes, before, memories, log);
    await rememberLauncher(input, check, outcomes, launcher, breaker, log);
    const { news, group, warnedIn, isToldThere } = await tellHourly(all, teller, table, log);
    const mails = writeNews({ input, round: check, launcher, group, settings }, news, topics);
    const isUnattributed = all.length > 0 && launcher.userName === null;
    measureRound({ input, round: check, outcomes, before, isUnattributed }, metrics, new Date());
    if (warnedIn !== null) {
      // The last: `check` looks there whether the launch is warned.
      const there = isToldThere ? [toldElsewhere(id, warnedIn)] : [];
      return { outcomes, mails: [...mails, ...there], warnedIn };
    }
    // Of several mails, `check` counts from the one to whoever is to tag the instances.
    const several = mails.length > 1 ? { addressees: addressees(launch.accountId, launcher, topics) } : {};
    return { outcomes, mails, ...several };
  };
};
