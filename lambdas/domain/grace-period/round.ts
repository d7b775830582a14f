import * as z from 'zod/mini';
import { Finding } from '../compliance/verdict.ts';
import { Origin, Traces } from '../launcher/origin.ts';
import { Provenance } from '../record/provenance.ts';
import { RepairOrder, RepairResult, TerminationOrder } from './orders-and-results.ts';

/** The mode of an account in the deployed configuration; `not-listed` if it was removed from it. */
export const Mode = z.enum(['enforce', 'dry-run', 'not-listed']);
export type Mode = z.infer<typeof Mode>;

/** Ids of the configured accounts. */
export const Accounts = z.object({ 'dry-run': z.array(z.string()), enforce: z.array(z.string()) });
export type Accounts = z.infer<typeof Accounts>;

/** The mode of an account now. An execution may have begun under an earlier configuration. */
export const modeOf = (accountId: string, accounts: Accounts): Mode => {
  if (accounts.enforce.includes(accountId)) return 'enforce';
  return accounts['dry-run'].includes(accountId) ? 'dry-run' : 'not-listed';
};

/**
 * What the state machine stores in place of a failed step's result.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (Error, Cause)
 */
export const Failure = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type Failure = z.infer<typeof Failure>;

/** Whether a step ended in an error instead of a result. */
export const isFailure = (result: object): result is Failure => 'Error' in result;

/** The error of an execution whose verdicts grew too old each time before EC2 could be called. */
export const TOO_SLOW = 'TooSlow';

/** Instances whose launcher has been warned, and when the last warning went out. */
export const Warned = z.object({ instanceIds: z.array(z.string()), at: z.nullable(z.string()) });
export type Warned = z.infer<typeof Warned>;

/** How a mail describes an instance. */
export const InstanceLine = z.object({
  instanceId: z.string(),
  instanceType: z.string(),
  name: z.string(),
  /**
   * Its volumes: those that are deleted with it, and those that survive it; `unlisted` counts those that are
   * left out.
   */
  volumes: z.optional(
    z.object({
      deleted: z.array(z.string()),
      kept: z.array(z.string()),
      /** The valid Owner of all those that survive it, if they have one in common. */
      keptOwner: z.optional(z.string()),
      unlisted: z.optional(z.number()),
    }),
  ),
});
export type InstanceLine = z.infer<typeof InstanceLine>;

/** A mail lists at most this many instances, and counts the others. */
export const MAX_LISTED = 20;

/** What `check` found and decided. Times are ISO 8601 UTC. */
export const Plan = z.object({
  checkedAt: z.string(),
  /** The account's mode at the check; absent from plans of versions that used the mode in the execution's input. */
  mode: z.optional(Mode),
  /** When the grace period began anew, if it did: the deadline counts from then. */
  begunAt: z.optional(z.string()),
  findings: z.array(Finding),
  warned: Warned,
  toRepair: z.array(RepairOrder),
  toWarn: z.array(z.string()),
  /** Empty in dry-run. */
  toTerminate: z.array(TerminationOrder),
  /** In dry-run: the instances that would be terminated in mode enforce. */
  wouldTerminate: z.optional(z.array(z.string())),
  /** The deadline of the instances in `toWarn`. */
  deadline: z.string(),
  /**
   * The first deadline that a warning named; absent before the first warning. It stays even if the grace period
   * is made longer.
   */
  told: z.optional(z.string()),
  /** The deadline of the instances in `toTerminate` or `wouldTerminate`; absent if there are none. */
  dueAt: z.optional(z.string()),
  /**
   * Instances that a check at their deadline or later cleared, and that are noncompliant again. Their Owner was
   * removed after the deadline, which begins a new grace period with a warning of its own.
   */
  over: z.optional(z.array(z.string())),
  /** When to check again; null if there is nothing to wait for. */
  until: z.nullable(z.string()),
  /** At most MAX_LISTED instances; those that need an action come first. */
  examples: z.array(InstanceLine),
  /**
   * The origin of the instances, if they have one. It is looked for if there is something to report or to
   * repair.
   */
  origin: z.optional(z.nullable(Origin)),
  /** Since when AWS has not shown the origin of some of them; absent while it shows all. */
  originMissingSince: z.optional(z.string()),
  /** Whether the service was paused at the check. */
  paused: z._default(z.boolean(), false),
  /** Whether the breaker holds the grace period. */
  held: z._default(z.boolean(), false),
  /** What shows with which tool they were launched. Absent from plans of versions that did not keep it. */
  traces: z.optional(Traces),
  /** What AWS wrote on those to report about where they come from; absent if that is nothing. */
  provenance: z.optional(Provenance),
});
export type Plan = z.infer<typeof Plan>;

/** A plan, extended by the steps after `check`. Each round of the state machine starts with a new plan. */
export const Round = z.extend(Plan, {
  repair: z.optional(z.union([z.array(RepairResult), Failure])),
});
export type Round = z.infer<typeof Round>;
