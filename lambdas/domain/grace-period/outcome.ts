import * as z from 'zod/mini';
import { Mail } from '../mail.ts';

/** What has become of an instance: the names are an interface (docs/design.md, "Local"). */
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

/** A decision and every instance of the launch that it holds for. */
export const Outcome = z.object({ decision: Decision, reason: z.string(), instanceIds: z.array(z.string()) });
export type Outcome = z.infer<typeof Outcome>;

/** What becomes of instances that live on, noncompliant as they are, with nothing more to come in this grace period. */
const DEFERRED = ['stopped', 'held'] as const satisfies Decision[];
export type Deferred = (typeof DEFERRED)[number];

/** Why an instance is held that the breaker holds, not a pause. */
export const HELD_BY_BREAKER = 'breaker';

export const isDeferred = (decision: Decision | undefined): decision is Deferred =>
  DEFERRED.some((one) => one === decision);

/** What `notice` composed: mails to publish, and what became of every instance so far. */
export const Notice = z.object({
  mails: z.array(Mail),
  outcomes: z.array(Outcome),
  /** The mail of this hour about the whole Auto Scaling group that stands for the launch's warning, and tells its end. */
  warnedIn: z.optional(z.string()),
  /** Topics, by who is to tag the instances: notice counts from the first whose readers got the warning. */
  addressees: z.optional(z.array(z.string())),
  /** The mode in which it was written: whom it told. */
  mode: z.optional(z.enum(['dry-run', 'enforce'])),
});
export type Notice = z.infer<typeof Notice>;

/** What later rounds read of it. Not its mails: they are whatever the version wrote that was deployed then. */
export const EarlierNotice = z.pick(Notice, { outcomes: true, warnedIn: true, addressees: true, mode: true });
