import * as z from 'zod/mini';
import { type GracePeriodsToCount, standingOf } from '../domain/breaker/count.ts';
import { isCompliantAtLaunch, OwnerTag } from '../domain/compliance/owner-rule.ts';
import { TAG_EVENTS, type TagChange, TagChangeEvent, tagChange } from '../domain/compliance/tag-change.ts';
import { isTerminable } from '../domain/compliance/verdict.ts';
import { AccountNotListed, MessageNotReadable, RecordNotReadable } from '../domain/errors.ts';
import { lateWarningTime, Timing, warningTime } from '../domain/grace-period/deadline.ts';
import { executionName } from '../domain/grace-period/execution-name.ts';
import { AccountNames, findAccount, type GracePeriodInput } from '../domain/grace-period/input.ts';
import { iso, minutesAfter } from '../domain/instant.ts';
import { type Launch, launchFrom } from '../domain/record/launch.ts';
import { LaunchEvent } from '../domain/record/record.ts';
import { describeIssues } from '../domain/text.ts';
import { json } from '../environment.ts';

/** The environment of `intake`. */
export const IntakeEnvironment = z.object({
  STATE_MACHINE_ARN: z.string(),
  /** The state machine that notifies people of a breaker group. */
  BREAKER_STATE_MACHINE_ARN: z.string(),
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  /** If the grace periods of more instances than this begin at once, these instances are held. */
  MAX_TERMINATIONS_AT_ONCE: json(z.number()),
  TABLE_NAME: z.string(),
  SUB_ACCOUNTS: json(AccountNames),
});
export type IntakeEnvironment = z.infer<typeof IntakeEnvironment>;

/** What intake does with an event: nothing more, or start an execution. */
export type IntakeResult =
  | { readonly is: 'compliant'; readonly launch: Launch }
  | Extract<TagChange, { is: 'ignored' }>
  | {
      readonly is: 'start-execution';
      readonly name: string;
      readonly input: GracePeriodInput;
      /** Whether to start none if an open execution judges these instances already. */
      readonly unlessOpen: boolean;
      /** What the breaker counts; null for a launch, and for instances that are corrected instead of terminated. */
      readonly counted: GracePeriodsToCount | null;
    };

const planLaunch = (event: unknown, environment: IntakeEnvironment, now: Date): IntakeResult => {
  const parsed = z.safeParse(LaunchEvent, event);
  if (!parsed.success) throw new RecordNotReadable(describeIssues(parsed.error));
  const recorded = launchFrom(parsed.data);
  const { launch } = recorded;
  const account = accountOf(launch.accountId, environment.SUB_ACCOUNTS);
  if (isCompliantAtLaunch(recorded, environment.OWNER_TAG)) return { is: 'compliant', launch };
  const { TIMING } = environment;
  // A tag change or a sweep may have started an execution before so late a record: the list shows it within a minute.
  const isLate = now.getTime() >= minutesAfter(launch.eventTime, TIMING.gracePeriodMinutes);
  const warnAt = iso(isLate ? lateWarningTime(iso(now)) : warningTime(launch.eventTime, TIMING));
  return {
    is: 'start-execution',
    name: executionName(launch, 'launch'),
    input: { launch, cause: 'launch', account, warnAt },
    unlessOpen: isLate,
    counted: null,
  };
};

const planTagChange = (event: unknown, environment: IntakeEnvironment): IntakeResult => {
  const parsed = z.safeParse(TagChangeEvent, event);
  if (!parsed.success) throw new MessageNotReadable(describeIssues(parsed.error));
  const account = accountOf(parsed.data.account, environment.SUB_ACCOUNTS);
  const change = tagChange(parsed.data, environment.OWNER_TAG);
  if (change.is === 'ignored') return change;
  const { launch, verdict } = change;
  const warnAt = iso(lateWarningTime(launch.eventTime));
  const { gracePeriodMinutes } = environment.TIMING;
  const input: GracePeriodInput = { launch, cause: 'untagged', account, warnAt, gracePeriodMinutes };
  const counted = isTerminable(verdict)
    ? ({
        accountId: launch.accountId,
        cause: 'untagged',
        mode: account.mode,
        at: launch.eventTime,
        instances: launch.instanceIds.map((instanceId) => ({
          instanceId,
          region: launch.region,
          standing: standingOf(verdict),
        })),
        maxAtOnce: environment.MAX_TERMINATIONS_AT_ONCE,
      } as const)
    : null;
  return { is: 'start-execution', name: executionName(launch, 'untagged'), input, unlessOpen: true, counted };
};

/** Reads only the source. Most events are launches, and are parsed once. */
const isTagChange = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'source' in event && event.source === TAG_EVENTS;

/**
 * Plans what to do with one event, of a launch or of changed tags. The execution's name depends on the event only, so a
 * second delivery makes the same one. The same holds for its input, unless the record is late.
 *
 * @throws RecordNotReadable, MessageNotReadable, LaunchNotIdentifiable, AccountNotListed: the event belongs in the
 *   dead-letter queue
 */
export const planIntake = (event: unknown, environment: IntakeEnvironment, now: Date): IntakeResult =>
  isTagChange(event) ? planTagChange(event, environment) : planLaunch(event, environment, now);

/**
 * The name and mode of an account.
 *
 * @throws AccountNotListed
 */
const accountOf = (accountId: string, names: AccountNames): GracePeriodInput['account'] => {
  const account = findAccount(accountId, names);
  if (!account) throw new AccountNotListed(accountId);
  return account;
};
