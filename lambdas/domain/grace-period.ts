import * as z from 'zod/mini';
import { Launch } from './launch.ts';
import { Launcher } from './launcher.ts';
import { Origin } from './origin.ts';
import { Outcome } from './outcome.ts';
import { Tool } from './tool.ts';
import { Finding } from './verdict.ts';

/**
 * What flows through the state machine GracePeriod: each schema is the state before the step that parses it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (Error, Cause)
 */
const Failure = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type Failure = z.infer<typeof Failure>;

/** Whether a step ended in an error instead of a result. */
export const isFailure = (result: object): result is Failure => 'Error' in result;

/** Instances by the Owner that a near miss means, or that they inherit. */
export const RepairOrder = z.object({
  owner: z.string(),
  why: z._default(z.enum(['near-miss', 'inherited']), 'near-miss'),
  instanceIds: z.array(z.string()),
});
export type RepairOrder = z.infer<typeof RepairOrder>;

/** Instances by Availability Zone: one protected instance spares the whole zone of its call. */
export const TerminationOrder = z.object({
  availabilityZone: z.string(),
  /** Whether they are Spot instances: a persistent request may launch another for each. */
  isSpot: z.optional(z.boolean()),
  instanceIds: z.array(z.string()),
});
export type TerminationOrder = z.infer<typeof TerminationOrder>;

/** What EC2 answered to a repair. */
export const RepairResult = z.object({
  result: z.enum(['repaired', 'inherited', 'failed']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type RepairResult = z.infer<typeof RepairResult>;

/**
 * What EC2 answered to a termination. `gone` is another's doing. EC2 was not asked of what is `held`, since enforcement is
 * paused, nor of what is `spared`: a last look found it no longer terminable, and `reason` is that of its verdict.
 */
export const TerminationResult = z.object({
  result: z.enum(['terminated', 'stopped', 'held', 'spared', 'gone', 'failed']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type TerminationResult = z.infer<typeof TerminationResult>;

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

/**
 * Why a grace period begins: a launch, an Owner taken away later, what a sweep found, or what was held by a pause.
 * For all but `launch`, the launch's eventTime is when the new grace period begins.
 */
export const Cause = z.enum(['launch', 'untagged', 'sweep', 'resume']);
export type Cause = z.infer<typeof Cause>;

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
  /** When the instances of `toTerminate` were due; absent when there are none. */
  dueAt: z.optional(z.string()),
  /** When to check again; null when nothing is left to wait for. */
  until: z.nullable(z.string()),
  /** At most LISTED instances, those that need an action first. */
  examples: z.array(InstanceLine),
  /** What launched them for somebody, if anything did. Looked for when there is something to tell or to repair. */
  origin: z.optional(z.nullable(Origin)),
  /** Whether the service was paused when the check was made. */
  paused: z._default(z.boolean(), false),
  /** What their tags and record show that launched them: where to set the tag, so that this stops happening. */
  tools: z.optional(z.array(Tool)),
});
export type Plan = z.infer<typeof Plan>;

/** `check` as the steps after it extended it: each round of the state machine starts from a new Plan. */
const Round = z.extend(Plan, {
  repair: z.optional(z.union([z.array(RepairResult), Failure])),
  termination: z.optional(z.union([z.array(TerminationResult), Failure])),
});
export type Round = z.infer<typeof Round>;

/** A mail, and the topics that it may go to. */
export const Mail = z.object({
  /** Tells a repetition from a second mail: queues and topics may deliver twice. */
  id: z.string(),
  /** ARNs of topics: the first that has a confirmed reader takes it; the last takes what no other did. */
  to: z.array(z.string()),
  /** Whose the first topic is; null when it is nobody's own. */
  person: z.nullable(z.string()),
  subject: z.string(),
  message: z.string(),
  /** The mail that tells the same: then this one is sent nowhere, is empty, and is as well told as that one. */
  toldIn: z.optional(z.string()),
});
export type Mail = z.infer<typeof Mail>;

/** A mail in its queue. `token` answers to the execution that waits for it. */
export const QueuedMail = z.object({ token: z.string(), mail: Mail });
export type QueuedMail = z.infer<typeof QueuedMail>;

/** What became of a mail; `messageId` is null where SNS did not take it. */
export const Published = z.object({
  messageId: z.nullable(z.string()),
  topicArn: z.optional(z.string()),
  /** When SNS took it, ISO 8601 UTC. */
  at: z.optional(z.string()),
});
export type Published = z.infer<typeof Published>;

/** What `notice` composed: mails to publish, and what became of every instance so far. */
export const Notice = z.object({
  mails: z.array(Mail),
  outcomes: z.array(Outcome),
  /** The mail of this hour about the whole Auto Scaling group that stands for the launch's warning, and tells its end. */
  warnedIn: z.optional(z.string()),
});
export type Notice = z.infer<typeof Notice>;

/** What later rounds read of it. Not its mails: they are whatever the version wrote that was deployed then. */
const EarlierNotice = z.pick(Notice, { outcomes: true, warnedIn: true });

/** The input of an execution. */
export const GracePeriodInput = z.object({
  launch: Launch,
  /** Why there is a grace period; absent from executions of versions that knew launches alone. */
  cause: z._default(Cause, 'launch'),
  account: z.object({ name: z.string(), mode: z.enum(['dry-run', 'enforce']) }),
  warnAt: z.string(),
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
});
export type CheckInput = z.infer<typeof CheckInput>;

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
  notice: z.optional(EarlierNotice),
  /** Present after a termination whose answer was lost. */
  answerLost: z.optional(Failure),
  /** Present after terminations that were given up: some may have been carried out. */
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
  accountId: z.string(),
  region: z.string(),
  checkedAt: z.string(),
  attempt: z.number(),
  orders: z.array(TerminationOrder),
});
export type TerminateInput = z.infer<typeof TerminateInput>;
