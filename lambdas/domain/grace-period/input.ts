import * as z from 'zod/mini';
import { Published } from '../mail.ts';
import { Launch } from '../record/launch.ts';
import { Launcher } from '../record/launcher.ts';
import { RepairOrder, Terminations } from './orders-and-results.ts';
import { EarlierNotice } from './outcome.ts';
import { Failure, Plan, Round } from './round.ts';

/**
 * Why a grace period begins: a launch, an Owner taken away later, what a sweep found, or what a pause, or
 * the breaker until it was released, held.
 * For all but `launch`, the launch's eventTime is when the new grace period begins.
 */
export const Cause = z.enum(['launch', 'untagged', 'sweep', 'resume']);
export type Cause = z.infer<typeof Cause>;

/** The input of an execution. */
export const GracePeriodInput = z.object({
  launch: Launch,
  /** Why there is a grace period; absent from executions of versions that knew launches alone. */
  cause: z._default(Cause, 'launch'),
  account: z.object({ name: z.string(), mode: z.enum(['dry-run', 'enforce']) }),
  warnAt: z.string(),
  /** As configured when an `untagged` one began: whether it waits for the launch's own does not change with a deployment. */
  gracePeriodMinutes: z.optional(z.number()),
});
export type GracePeriodInput = z.infer<typeof GracePeriodInput>;

/** The input of `check`: the execution's, and what earlier rounds left. */
export const CheckInput = z.extend(GracePeriodInput, {
  check: z.optional(Plan),
  /** One a mail of the last notice; null where SNS did not take it. */
  published: z.optional(z.array(Published)),
  publishedAt: z.optional(z.string()),
  notice: z.optional(EarlierNotice),
  /** As far as it is known; absent where `attribute` failed. */
  launcher: z.optional(Launcher),
  /** How often somebody redrove the execution. */
  redrives: z.optional(z.number()),
  /** Present after a run of `terminate` that gave no answer: some may have been carried out. */
  answerLost: z.optional(Failure),
  /** The same, given up: the look is the last. */
  notEnded: z.optional(Failure),
});
export type CheckInput = z.infer<typeof CheckInput>;

/** The event of `check`. Executions of earlier versions send their state alone. */
export const CheckEvent = z.union([z.object({ redrives: z.number(), state: CheckInput }), CheckInput]);

/** The input of `attribute`: before the first check, and before each notice. */
export const AttributeInput = z.extend(GracePeriodInput, {
  check: z.optional(z.union([Plan, Failure])),
  /** What an earlier look found. */
  launcher: z.optional(Launcher),
  notice: z.optional(EarlierNotice),
});
export type AttributeInput = z.infer<typeof AttributeInput>;

/** The input of `notice`. A failed check stands where its plan would. */
export const NoticeInput = z.extend(GracePeriodInput, {
  /** Absent where `attribute` failed: the record alone tells then. */
  launcher: z.optional(Launcher),
  check: z.union([Round, Failure]),
  /** When a check failed. */
  notCheckedAt: z.optional(z.string()),
  notice: z.optional(EarlierNotice),
  terminations: z.optional(Terminations),
  /** Present after a run of `terminate` that gave no answer: some may have been carried out. */
  answerLost: z.optional(Failure),
  /** The same, given up. */
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

/** The input of `terminate`. `attempt` is 0 the first time: a later one may be seeing its own work. */
export const TerminateInput = z.object({
  attempt: z.number(),
  /** How often somebody redrove the execution: a run before that may have been stopped in the middle. */
  redrives: z._default(z.number(), 0),
  state: z.object({
    launch: z.pick(Launch, { accountId: true, region: true, eventTime: true }),
    cause: z._default(Cause, 'launch'),
    check: z.pick(Plan, { checkedAt: true, dueAt: true, toTerminate: true }),
    terminations: z.optional(Terminations),
  }),
});
export type TerminateInput = z.input<typeof TerminateInput>;
