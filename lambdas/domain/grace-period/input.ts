import * as z from 'zod/mini';
import { Published } from '../mail.ts';
import { Launch } from '../record/launch.ts';
import { Launcher } from '../record/launcher.ts';
import { RepairOrder, Terminations } from './orders-and-results.ts';
import { EarlierNotice } from './outcome.ts';
import { Failure, Plan, Round } from './round.ts';

/**
 * Why a grace period begins: a launch, an Owner that was removed later, an instance that a sweep found, or one
 * that a pause or a breaker group held until it was released. For every cause but `launch`, the launch's
 * `eventTime` is when the new grace period begins.
 */
export const Cause = z.enum(['launch', 'untagged', 'sweep', 'resume']);
export type Cause = z.infer<typeof Cause>;

/** Account names by account id. Lambda allows 4 KB of environment: enough for about 100 accounts. */
const Names = z.record(z.string(), z.string());

/** The names of the sub-accounts, by mode and account id. */
export const AccountNames = z.object({ 'dry-run': Names, enforce: Names });
export type AccountNames = z.infer<typeof AccountNames>;

/** A sub-account's name and mode; undefined if it is not listed. */
export const findAccount = (
  accountId: string,
  names: AccountNames,
): GracePeriodInput['account'] | undefined => {
  for (const mode of ['enforce', 'dry-run'] as const) {
    const name = names[mode][accountId];
    if (name !== undefined) return { name, mode };
  }
  return undefined;
};

/** The input of an execution. */
export const GracePeriodInput = z.object({
  launch: Launch,
  /** Absent from executions of versions in which only launches began grace periods. */
  cause: z._default(Cause, 'launch'),
  account: z.object({ name: z.string(), mode: z.enum(['dry-run', 'enforce']) }),
  warnAt: z.string(),
  /** As configured when an `untagged` one began: whether it waits for the launch's own does not change with a deployment. */
  gracePeriodMinutes: z.optional(z.number()),
});
export type GracePeriodInput = z.infer<typeof GracePeriodInput>;

/** The input of `check`: the execution's input, and results of earlier rounds. */
export const CheckInput = z.extend(GracePeriodInput, {
  check: z.optional(Plan),
  /** One result for each mail of the last notice. */
  published: z.optional(z.array(Published)),
  publishedAt: z.optional(z.string()),
  notice: z.optional(EarlierNotice),
  /** Absent if `attribute` failed. */
  launcher: z.optional(Launcher),
  /** How often somebody has redriven the execution. */
  redrives: z.optional(z.number()),
  /** Present after a run of `terminate` that gave no answer. Some terminations may have been carried out. */
  answerLost: z.optional(Failure),
  /** Present when `terminate` is not retried any more. This check is the last. */
  notEnded: z.optional(Failure),
});
export type CheckInput = z.infer<typeof CheckInput>;

/** The event of `check`. Executions of earlier versions send only their state. */
export const CheckEvent = z.union([z.object({ redrives: z.number(), state: CheckInput }), CheckInput]);

/** The input of `attribute`: before the first check, and before each notice. */
export const AttributeInput = z.extend(GracePeriodInput, {
  check: z.optional(z.union([Plan, Failure])),
  /** What an earlier run of `attribute` found. */
  launcher: z.optional(Launcher),
  notice: z.optional(EarlierNotice),
});
export type AttributeInput = z.infer<typeof AttributeInput>;

/** The input of `notice`. If the check failed, its error stands in place of the plan. */
export const NoticeInput = z.extend(GracePeriodInput, {
  /** Absent if `attribute` failed. Then only the record shows the launcher. */
  launcher: z.optional(Launcher),
  check: z.union([Round, Failure]),
  /** When a check failed. */
  notCheckedAt: z.optional(z.string()),
  notice: z.optional(EarlierNotice),
  terminations: z.optional(Terminations),
  /** Present after a run of `terminate` that gave no answer. Some terminations may have been carried out. */
  answerLost: z.optional(Failure),
  /** Present when `terminate` is not retried any more. */
  notEnded: z.optional(Failure),
});
export type NoticeInput = z.infer<typeof NoticeInput>;

/** The input of `repair`. */
export const RepairInput = z.object({
  accountId: z.string(),
  region: z.string(),
  checkedAt: z.string(),
  orders: z.array(RepairOrder),
});
export type RepairInput = z.infer<typeof RepairInput>;

/** The input of `terminate`. `attempt` is 0 the first time; a later attempt may find its own work. */
export const TerminateInput = z.object({
  attempt: z.number(),
  /** How often somebody has redriven the execution. An earlier run may have been stopped in the middle. */
  redrives: z._default(z.number(), 0),
  state: z.object({
    launch: z.pick(Launch, { accountId: true, region: true, eventTime: true }),
    cause: z._default(Cause, 'launch'),
    check: z.pick(Plan, { checkedAt: true, dueAt: true, toTerminate: true }),
    terminations: z.optional(Terminations),
  }),
});
export type TerminateInput = z.input<typeof TerminateInput>;
