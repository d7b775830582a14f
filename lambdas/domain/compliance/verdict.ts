import * as z from 'zod/mini';
import { Tag } from '../instances.ts';
import { Origin } from '../launcher/origin.ts';

/** What is known of an instance at a moment, with its reason. */
export const Verdict = z.discriminatedUnion('reason', [
  z.object({ is: z.literal('compliant'), reason: z.literal('owner-valid') }),
  z.object({ is: z.literal('invalid'), reason: z.literal('no-pattern-matches'), tag: Tag }),
  /** It would end its instance, but no user of the gateway is known whose name is a valid Owner: the patterns are a mistake. */
  z.object({ is: z.literal('invalid'), reason: z.literal('no-user-known-to-match'), tag: Tag }),
  z.object({
    is: z.literal('invalid'),
    reason: z.literal('near-misses-disagree'),
    values: z.array(z.string()),
  }),
  z.object({ is: z.literal('noncompliant'), reason: z.literal('owner-missing') }),
  z.object({ is: z.literal('noncompliant'), reason: z.literal('owner-empty') }),
  z.object({ is: z.literal('noncompliant'), reason: z.literal('owner-invalid'), tag: Tag }),
  /** `tag` as it stands, and the `owner` that it means: repaired, never terminated. */
  z.object({ is: z.literal('noncompliant'), reason: z.literal('near-miss'), tag: Tag, owner: z.string() }),
  /** Without an Owner, and launched by what has the `owner`: it gets that one, and is never terminated. */
  z.object({
    is: z.literal('noncompliant'),
    reason: z.literal('inheritable'),
    owner: z.string(),
    from: z.pick(Origin, { kind: true, id: true }),
  }),
  /** Without an Owner, and launched by what AWS does not show yet: looked for again, and neither warned of nor terminated. */
  z.object({
    is: z.literal('noncompliant'),
    reason: z.literal('origin-not-found'),
    from: z.pick(Origin, { kind: true, id: true }),
  }),
  z.object({ is: z.literal('exempt'), reason: z.literal('aws-managed') }),
  /** `why` as the exemption says. */
  z.object({ is: z.literal('exempt'), reason: z.literal('exempt-by-configuration'), why: z.string() }),
  /** Older than `enforceLaunchesAfter`: reported, and nothing else. */
  z.object({ is: z.literal('exempt'), reason: z.literal('before-enforcement') }),
  /** An exemption by role may cover it, and no record of its launch is known: reported, and nothing else. */
  z.object({ is: z.literal('exempt'), reason: z.literal('launcher-not-known') }),
  /** Its account was taken out of the configuration: nothing is known of it, and nothing is done. */
  z.object({ is: z.literal('exempt'), reason: z.literal('account-not-listed') }),
  z.object({ is: z.literal('gone'), reason: z.literal('shutting-down') }),
  z.object({ is: z.literal('gone'), reason: z.literal('terminated') }),
  z.object({ is: z.literal('gone'), reason: z.literal('not-found') }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One verdict and every instance of the launch that it holds for. */
export const Finding = z.object({ verdict: Verdict, instanceIds: z.array(z.string()) });
export type Finding = z.infer<typeof Finding>;

/** Whether the verdict names the Owner that `repair` is to write. */
export const isRepairable = (verdict: Verdict): verdict is Verdict & { readonly owner: string } =>
  verdict.reason === 'near-miss' || verdict.reason === 'inheritable';

/** Whether the instance may be terminated at its deadline: what can be repaired, or may turn out so, is not. */
export const isTerminable = (verdict: Verdict): boolean =>
  verdict.is === 'noncompliant' && !isRepairable(verdict) && verdict.reason !== 'origin-not-found';

/** Whether its tags do not clear it and administrators alone are to hear of it. */
export const isOnlyReported = ({ reason }: Verdict): boolean =>
  reason === 'before-enforcement' || reason === 'launcher-not-known';
