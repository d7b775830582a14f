import * as z from 'zod/mini';
import { Tag } from './tag.ts';

/** What is known of an instance at a moment, with its reason. */
export const Verdict = z.discriminatedUnion('reason', [
  z.object({ is: z.literal('compliant'), reason: z.literal('owner-valid') }),
  z.object({ is: z.literal('invalid'), reason: z.literal('no-pattern-matches'), tag: Tag }),
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
  z.object({ is: z.literal('exempt'), reason: z.literal('aws-managed') }),
  z.object({ is: z.literal('gone'), reason: z.literal('shutting-down') }),
  z.object({ is: z.literal('gone'), reason: z.literal('terminated') }),
  z.object({ is: z.literal('gone'), reason: z.literal('not-found') }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** One verdict and every instance of the launch that it holds for. */
export const Finding = z.object({ verdict: Verdict, instanceIds: z.array(z.string()) });
export type Finding = z.infer<typeof Finding>;

/** Whether the instance may be terminated at its deadline: a near miss is repaired instead, whatever happens. */
export const isTerminable = (verdict: Verdict): boolean =>
  verdict.is === 'noncompliant' && verdict.reason !== 'near-miss';
