import * as z from 'zod/mini';
import { Tag } from '../instances.ts';
import { Origin } from '../launcher/origin.ts';

/** What a check finds of an instance, with its reason. */
export const Verdict = z.discriminatedUnion('reason', [
  z.object({ is: z.literal('compliant'), reason: z.literal('owner-valid') }),
  z.object({ is: z.literal('invalid'), reason: z.literal('no-pattern-matches'), tag: Tag }),
  /**
   * It would be terminated, but no known user of the gateway has a name that is a valid Owner: the patterns are
   * wrong.
   */
  z.object({ is: z.literal('invalid'), reason: z.literal('no-user-known-to-match'), tag: Tag }),
  z.object({
    is: z.literal('invalid'),
    reason: z.literal('near-misses-disagree'),
    values: z.array(z.string()),
  }),
  z.object({ is: z.literal('noncompliant'), reason: z.literal('owner-missing') }),
  z.object({ is: z.literal('noncompliant'), reason: z.literal('owner-empty') }),
  z.object({ is: z.literal('noncompliant'), reason: z.literal('owner-invalid'), tag: Tag }),
  /** `tag` as it is, and the `owner` that it means. It is repaired, never terminated. */
  z.object({ is: z.literal('noncompliant'), reason: z.literal('near-miss'), tag: Tag, owner: z.string() }),
  /** `tag` is an Owner that a tool writes by itself. It is corrected to the launcher `owner`, and never terminated. */
  z.object({
    is: z.literal('noncompliant'),
    reason: z.literal('tool-owner'),
    tag: Tag,
    owner: z.string(),
  }),
  /** It has no Owner, and its origin has the Owner `owner`. It gets the same, and is never terminated. */
  z.object({
    is: z.literal('noncompliant'),
    reason: z.literal('inheritable'),
    owner: z.string(),
    from: z.pick(Origin, { kind: true, id: true }),
  }),
  /**
   * It has no Owner, and AWS does not show its origin yet. It is checked again, without a warning or a
   * termination.
   */
  z.object({
    is: z.literal('noncompliant'),
    reason: z.literal('origin-not-found'),
    from: z.pick(Origin, { kind: true, id: true }),
  }),
  z.object({ is: z.literal('exempt'), reason: z.literal('aws-managed') }),
  /** `why` is the reason that the exemption gives. */
  z.object({ is: z.literal('exempt'), reason: z.literal('exempt-by-configuration'), why: z.string() }),
  /** Launched before `enforceLaunchesAfter`: it is only reported. */
  z.object({ is: z.literal('exempt'), reason: z.literal('before-enforcement') }),
  /** An exemption by role may cover it, and no record of its launch is known: it is only reported. */
  z.object({ is: z.literal('exempt'), reason: z.literal('launcher-not-known') }),
  /** Its account was removed from the configuration: it cannot be checked, and nothing is done. */
  z.object({ is: z.literal('exempt'), reason: z.literal('account-not-listed') }),
  z.object({ is: z.literal('gone'), reason: z.literal('shutting-down') }),
  z.object({ is: z.literal('gone'), reason: z.literal('terminated') }),
  z.object({ is: z.literal('gone'), reason: z.literal('not-found') }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** A verdict, and all instances of the launch that have it. */
export const Finding = z.object({ verdict: Verdict, instanceIds: z.array(z.string()) });
export type Finding = z.infer<typeof Finding>;

/** Whether the verdict names the Owner that `repair` is to write. */
export const isRepairable = (verdict: Verdict): verdict is Verdict & { readonly owner: string } =>
  verdict.reason === 'near-miss' || verdict.reason === 'tool-owner' || verdict.reason === 'inheritable';

/**
 * Whether the instance may be terminated at its deadline. It may not if it is repairable, or may turn out to be.
 */
export const isTerminable = (verdict: Verdict): boolean =>
  verdict.is === 'noncompliant' && !isRepairable(verdict) && verdict.reason !== 'origin-not-found';

/** Whether its tags do not clear it, and only administrators are notified. */
export const isOnlyReported = ({ reason }: Verdict): boolean =>
  reason === 'before-enforcement' || reason === 'launcher-not-known';
