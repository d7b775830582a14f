import * as z from 'zod/mini';

/** Instances by the Owner that a near miss means, or that they inherit. */
export const RepairOrder = z.object({
  owner: z.string(),
  why: z._default(z.enum(['near-miss', 'inherited']), 'near-miss'),
  /** What stood under the key, in whatever case, when they were looked at: it is written over nothing else. */
  over: z._default(z.array(z.string()), []),
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

/**
 * What EC2 answered to a repair. What is `refused` carries another Owner since it was looked at, as far as anybody can say:
 * it is to be looked at again. EC2 was not asked about what is `left`: what was written there was changed back too often.
 */
export const RepairResult = z.object({
  result: z.enum(['repaired', 'inherited', 'failed', 'refused', 'left']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type RepairResult = z.infer<typeof RepairResult>;

/**
 * What EC2 answered to a termination. `gone` is another's doing; of what is `terminated` for the reason `answer-lost` nobody
 * can say whether it is. EC2 was not asked of what is `held`, since enforcement is paused, nor of what is `spared`: a last
 * look found it no longer terminable, and `reason` is that of its verdict.
 */
export const TerminationResult = z.object({
  result: z.enum(['terminated', 'stopped', 'held', 'spared', 'gone', 'failed']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type TerminationResult = z.infer<typeof TerminationResult>;

/** What was done to an instance before its termination came, or did not. */
export const SideEffect = z.enum([
  'protection-removed',
  'protection-perhaps-removed',
  'request-cancelled',
  'request-perhaps-cancelled',
  'perhaps-stopped',
  'perhaps-terminated',
]);
export type SideEffect = z.infer<typeof SideEffect>;

/** What came to no end while its verdict was fresh. */
export const Unfinished = z.object({
  /** What the last try met. */
  reason: z.string(),
  done: z.optional(SideEffect),
  instanceIds: z.array(z.string()),
});
export type Unfinished = z.infer<typeof Unfinished>;

/** What has come so far of all terminations of an execution. What is unfinished is checked again, and goes on. */
export const Terminations = z.object({
  results: z.array(TerminationResult),
  unfinished: z.array(Unfinished),
  /** What has come of those that a call without an answer may have ended, if they are gone now. */
  ifGone: z.array(TerminationResult),
});
export type Terminations = z.infer<typeof Terminations>;

const SEPARATOR = ' after ';

const SIDE_EFFECT_SENTENCES: Readonly<Record<SideEffect, string>> = {
  'protection-removed': 'Its termination protection was removed before that.',
  'protection-perhaps-removed': 'Its termination protection may have been removed before that.',
  'request-cancelled': 'Its persistent Spot request was cancelled before that.',
  'request-perhaps-cancelled': 'Its persistent Spot request may have been cancelled before that.',
  'perhaps-stopped': 'It may have been stopped before that.',
  'perhaps-terminated': 'It may be ending all the same: AWS was asked, and gave no answer.',
};

/** A reason that also tells what was done before: nothing of it happens in silence. */
export const withSideEffect = (reason: string, done: SideEffect | undefined): string =>
  done === undefined ? reason : `${reason}${SEPARATOR}${done}`;

/** The reason alone, and the sentence for what was done before, if anything was. */
export const splitSideEffect = (
  reason: string,
): { readonly reason: string; readonly sentence: string | null } => {
  const [alone = '', done = ''] = reason.split(SEPARATOR);
  const known = z.safeParse(SideEffect, done);
  return known.success
    ? { reason: alone, sentence: SIDE_EFFECT_SENTENCES[known.data] }
    : { reason, sentence: null };
};

/** What becomes of an instance that is due and protected from termination. */
export const OnTerminationProtection = z.enum(['stop', 'override', 'report']);
export type OnTerminationProtection = z.infer<typeof OnTerminationProtection>;
