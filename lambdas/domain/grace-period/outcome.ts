import * as z from 'zod/mini';
import { Mail } from '../mail.ts';

/** What became of an instance. The names are an interface (docs/design.md, "Local"). */
export const Decision = z.enum([
  'warned',
  'complied',
  'repaired',
  'inherited',
  'invalid',
  'terminated',
  'stopped',
  'held',
  'would-terminate',
  'noticed',
  'gone',
  'exempt',
  'failed',
]);
export type Decision = z.infer<typeof Decision>;

/** A decision, and all instances of the launch that have it. */
export const Outcome = z.object({ decision: Decision, reason: z.string(), instanceIds: z.array(z.string()) });
export type Outcome = z.infer<typeof Outcome>;

/** Decisions for noncompliant instances that still exist, and about which this grace period does nothing more. */
const DEFERRED = ['stopped', 'held'] as const satisfies Decision[];
type Deferred = (typeof DEFERRED)[number];

/** The reason for `held` if the breaker holds the instance, not a pause. */
export const HELD_BY_BREAKER = 'breaker';

export const isDeferred = (decision: Decision | undefined): decision is Deferred =>
  DEFERRED.some((one) => one === decision);

/** The result of `notice`: mails to publish, and what became of each instance so far. */
export const Notice = z.object({
  mails: z.array(Mail),
  outcomes: z.array(Outcome),
  /** The id of this hour's mail about the whole Auto Scaling group, if it stands for the launch's warning. */
  warnedIn: z.optional(z.string()),
  /**
   * Topics, in the order of who is to tag the instances. The minimum notice counts from the first whose readers
   * got the warning.
   */
  addressees: z.optional(z.array(z.string())),
  /** The account's mode when it was written. It decides who got the mails. */
  mode: z.optional(z.enum(['dry-run', 'enforce'])),
});
export type Notice = z.infer<typeof Notice>;

/**
 * The part of a notice that later rounds read. It leaves out the mails, because an earlier version may have
 * written them in another form.
 */
export const EarlierNotice = z.pick(Notice, { outcomes: true, warnedIn: true, addressees: true, mode: true });
