import * as z from 'zod/mini';
import { warningTime } from '../domain/deadline.ts';
import { AccountNotListed, RecordNotReadable } from '../domain/errors.ts';
import { executionName } from '../domain/execution-name.ts';
import { explain } from '../domain/explain.ts';
import type { GracePeriodInput } from '../domain/grace-period.ts';
import { iso } from '../domain/instant.ts';
import { isCompliantAtLaunch } from '../domain/judge-launch.ts';
import { type Launch, launchFrom } from '../domain/launch.ts';
import { LaunchEvent } from '../domain/record.ts';
import type { IntakeEnvironment } from './environment.ts';

/** What becomes of a launch at intake: nothing more to do, or an execution to start. */
export type TakenIn =
  | { readonly is: 'compliant'; readonly launch: Launch }
  | { readonly is: 'to-check'; readonly name: string; readonly input: GracePeriodInput };

const accountOf = (
  accountId: string,
  accounts: IntakeEnvironment['SUB_ACCOUNTS'],
): GracePeriodInput['account'] => {
  for (const mode of ['enforce', 'dry-run'] as const) {
    const name = accounts[mode][accountId];
    if (name !== undefined) return { name, mode };
  }
  throw new AccountNotListed(accountId);
};

/**
 * Takes in one event. The execution's input is built of what the record says alone: a second delivery makes
 * the same one.
 *
 * @throws RecordNotReadable, LaunchNotIdentifiable, AccountNotListed: the event belongs in the dead-letter queue
 */
export const takeIn = (event: unknown, environment: IntakeEnvironment): TakenIn => {
  const parsed = z.safeParse(LaunchEvent, event);
  if (!parsed.success) throw new RecordNotReadable(explain(parsed.error));
  const recorded = launchFrom(parsed.data);
  const { launch } = recorded;
  const account = accountOf(launch.accountId, environment.SUB_ACCOUNTS);
  if (isCompliantAtLaunch(recorded, environment.OWNER_TAG)) return { is: 'compliant', launch };
  const warnAt = iso(warningTime(launch.eventTime, environment.TIMING));
  return { is: 'to-check', name: executionName(launch), input: { launch, account, warnAt } };
};
