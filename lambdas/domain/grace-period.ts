import * as z from 'zod/mini';
import { Launch } from './launch.ts';
import { Outcome } from './outcome.ts';
import { Finding } from './verdict.ts';

/**
 * What flows through the state machine GracePeriod: each schema is the state before the step that parses it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (Error, Cause)
 */
const Failure = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type Failure = z.infer<typeof Failure>;

/** Whether a step ended in an error instead of a result. */
export const isFailure = (result: object): result is Failure => 'Error' in result;

/** Instances by the Owner that a near miss means. */
export const RepairOrder = z.object({ owner: z.string(), instanceIds: z.array(z.string()) });
export type RepairOrder = z.infer<typeof RepairOrder>;

/** Instances by Availability Zone: one protected instance spares the whole zone of its call. */
export const TerminationOrder = z.object({ availabilityZone: z.string(), instanceIds: z.array(z.string()) });
export type TerminationOrder = z.infer<typeof TerminationOrder>;

/** What EC2 answered to a repair. */
export const RepairResult = z.object({
  result: z.enum(['repaired', 'failed']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type RepairResult = z.infer<typeof RepairResult>;

/** What EC2 answered to a termination; `gone` is another's doing. */
export const TerminationResult = z.object({
  result: z.enum(['terminated', 'gone', 'failed']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type TerminationResult = z.infer<typeof TerminationResult>;

/** Instances whose launcher has been warned, and when the last warning of them went out. */
export const Warned = z.object({ instanceIds: z.array(z.string()), at: z.nullable(z.string()) });
export type Warned = z.infer<typeof Warned>;

/** How a mail describes an instance. */
export const InstanceLine = z.object({ instanceId: z.string(), instanceType: z.string(), name: z.string() });
export type InstanceLine = z.infer<typeof InstanceLine>;

/** A mail lists so many instances, and a count of the others. */
export const LISTED = 20;

/** What `check` found and decided. Times are ISO 8601 UTC. */
export const Plan = z.object({
  checkedAt: z.string(),
  findings: z.array(Finding),
  warned: Warned,
  toRepair: z.array(RepairOrder),
  toWarn: z.array(z.string()),
  toTerminate: z.array(TerminationOrder),
  /** When the instances of `toWarn` end. */
  deadline: z.string(),
  /** When to check again; null when nothing is left to wait for. */
  until: z.nullable(z.string()),
  /** At most LISTED instances, those that need an action first. */
  examples: z.array(InstanceLine),
});
export type Plan = z.infer<typeof Plan>;

/** `check` as the steps after it extended it: each round of the state machine starts from a new Plan. */
const Round = z.extend(Plan, {
  repair: z.optional(z.union([z.array(RepairResult), Failure])),
  termination: z.optional(z.union([z.array(TerminationResult), Failure])),
});
export type Round = z.infer<typeof Round>;

/** A mail to one topic. */
export const Mail = z.object({ topicArn: z.string(), subject: z.string(), message: z.string() });
export type Mail = z.infer<typeof Mail>;

/** What `notice` composed: mails to publish, and what became of every instance so far. */
export const Notice = z.object({ mails: z.array(Mail), outcomes: z.array(Outcome) });
export type Notice = z.infer<typeof Notice>;

/** The input of an execution. */
export const GracePeriodInput = z.object({
  launch: Launch,
  account: z.object({ name: z.string(), mode: z.enum(['dry-run', 'enforce']) }),
  warnAt: z.string(),
});
export type GracePeriodInput = z.infer<typeof GracePeriodInput>;

/** The input of `check`: the execution's, and what earlier rounds left. */
export const CheckInput = z.extend(GracePeriodInput, {
  check: z.optional(Plan),
  /** One a mail of the last notice; null where SNS did not take it. */
  published: z.optional(z.array(z.object({ messageId: z.nullable(z.string()) }))),
  publishedAt: z.optional(z.string()),
});
export type CheckInput = z.infer<typeof CheckInput>;

/** The input of `notice`. A failed check stands where its plan would. */
export const NoticeInput = z.extend(GracePeriodInput, {
  check: z.union([Round, Failure]),
  notice: z.optional(Notice),
  /** Present after a termination whose answer was lost. */
  answerLost: z.optional(Failure),
});
export type NoticeInput = z.infer<typeof NoticeInput>;

/** The input of `repair`. */
export const RepairInput = z.object({
  accountId: z.string(),
  region: z.string(),
  orders: z.array(RepairOrder),
});
export type RepairInput = z.infer<typeof RepairInput>;

/** The input of `terminate`. `attempt` is 0 the first time: a later one may be seeing its own work. */
export const TerminateInput = z.object({
  accountId: z.string(),
  region: z.string(),
  checkedAt: z.string(),
  attempt: z.number(),
  orders: z.array(TerminationOrder),
});
export type TerminateInput = z.infer<typeof TerminateInput>;
