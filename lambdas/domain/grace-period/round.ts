import * as z from 'zod/mini';
import { Finding } from '../compliance/verdict.ts';
import { Origin, Tool } from '../launcher/origin.ts';
import { RepairOrder, RepairResult, TerminationOrder } from './orders-and-results.ts';

/** What the configuration has done with an account since its last deployment; `not-listed`: it was taken out. */
export const Mode = z.enum(['enforce', 'dry-run', 'not-listed']);
export type Mode = z.infer<typeof Mode>;

/** Ids of the configured accounts. */
export const Accounts = z.object({ 'dry-run': z.array(z.string()), enforce: z.array(z.string()) });
export type Accounts = z.infer<typeof Accounts>;

/** The mode of an account now: an execution began under an earlier configuration, perhaps. */
export const modeOf = (accountId: string, accounts: Accounts): Mode => {
  if (accounts.enforce.includes(accountId)) return 'enforce';
  return accounts['dry-run'].includes(accountId) ? 'dry-run' : 'not-listed';
};

/**
 * What the state machine leaves where the result of a failed step would stand.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (Error, Cause)
 */
export const Failure = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type Failure = z.infer<typeof Failure>;

/** Whether a step ended in an error instead of a result. */
export const isFailure = (result: object): result is Failure => 'Error' in result;

/** The error of an execution whose verdicts grew too old before anything could be asked. */
export const TOO_SLOW = 'TooSlow';

/** Instances whose launcher has been warned, and when the last warning of them went out. */
export const Warned = z.object({ instanceIds: z.array(z.string()), at: z.nullable(z.string()) });
export type Warned = z.infer<typeof Warned>;

/** How a mail describes an instance. */
export const InstanceLine = z.object({
  instanceId: z.string(),
  instanceType: z.string(),
  name: z.string(),
  /** Its volumes: those that go with it, and those that survive it; `unlisted` counts what there is no room for. */
  volumes: z.optional(
    z.object({
      deleted: z.array(z.string()),
      kept: z.array(z.string()),
      unlisted: z.optional(z.number()),
    }),
  ),
});
export type InstanceLine = z.infer<typeof InstanceLine>;

/** A mail lists so many instances, and a count of the others. */
export const MAX_LISTED = 20;

/** What `check` found and decided. Times are ISO 8601 UTC. */
export const Plan = z.object({
  checkedAt: z.string(),
  /** The account's mode when the check was made; absent from plans of versions that went by the execution's input. */
  mode: z.optional(Mode),
  /** When the grace period began anew, if it did: the deadline counts from there. */
  begunAt: z.optional(z.string()),
  findings: z.array(Finding),
  warned: Warned,
  toRepair: z.array(RepairOrder),
  toWarn: z.array(z.string()),
  /** Of an account in mode enforce. */
  toTerminate: z.array(TerminationOrder),
  /** The same in dry-run. */
  wouldTerminate: z.optional(z.array(z.string())),
  /** When the instances of `toWarn` end. */
  deadline: z.string(),
  /** The first deadline that was told, which a longer grace period of since does not move; absent before. */
  told: z.optional(z.string()),
  /** When the instances of `toTerminate` were due; absent when there are none. */
  dueAt: z.optional(z.string()),
  /**
   * Instances that a look at their deadline or after it had cleared, and that nothing clears any more: what came after the
   * deadline is a matter of its own, of which whoever took the Owner away is warned.
   */
  over: z.optional(z.array(z.string())),
  /** When to check again; null when nothing is left to wait for. */
  until: z.nullable(z.string()),
  /** At most LISTED instances, those that need an action first. */
  examples: z.array(InstanceLine),
  /** What launched them for somebody, if anything did. Looked for when there is something to tell or to repair. */
  origin: z.optional(z.nullable(Origin)),
  /** Since when AWS does not show what launched some of them: ISO 8601 UTC; absent while it shows all. */
  originMissingSince: z.optional(z.string()),
  /** Whether the service was paused when the check was made. */
  paused: z._default(z.boolean(), false),
  /** Whether the breaker holds the grace period. */
  held: z._default(z.boolean(), false),
  /** What their tags and record show that launched them: where to set the tag, so that this stops happening. */
  tools: z.optional(z.array(Tool)),
});
export type Plan = z.infer<typeof Plan>;

/** `check` as the steps after it extended it: each round of the state machine starts from a new Plan. */
export const Round = z.extend(Plan, {
  repair: z.optional(z.union([z.array(RepairResult), Failure])),
});
export type Round = z.infer<typeof Round>;
