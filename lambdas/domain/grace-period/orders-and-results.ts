import * as z from 'zod/mini';

/**
 * Instances to repair, and the Owner that they get: the one that their near miss means, that they inherit, or their launcher in
 * place of what a tool wrote.
 */
export const RepairOrder = z.object({
  owner: z.string(),
  why: z._default(z.enum(['near-miss', 'tool-owner', 'inherited']), 'near-miss'),
  /** The values that the check found under the key, in whatever case. The Owner is written over no other value. */
  over: z._default(z.array(z.string()), []),
  instanceIds: z.array(z.string()),
});
export type RepairOrder = z.infer<typeof RepairOrder>;

/**
 * Instances to terminate, by Availability Zone: if one is protected, EC2 terminates no instance of its zone in
 * the call.
 */
export const TerminationOrder = z.object({
  availabilityZone: z.string(),
  /** Whether they are Spot instances. A persistent Spot request may launch a replacement for each. */
  isSpot: z.optional(z.boolean()),
  instanceIds: z.array(z.string()),
});
export type TerminationOrder = z.infer<typeof TerminationOrder>;

/**
 * The result of a repair.
 * - `refused`: EC2 refused, most likely because the instance has another Owner since the check. It is checked
 * again.
 * - `left`: EC2 was not called, because the Owner was changed back too often.
 */
export const RepairResult = z.object({
  result: z.enum(['repaired', 'inherited', 'failed', 'refused', 'left']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type RepairResult = z.infer<typeof RepairResult>;

/**
 * The result of a termination.
 * - `gone`: somebody else terminated the instance. With `terminated` for the reason `answer-lost`, that is
 * unknown.
 * - `held`: it was not terminated, because enforcement is paused or the breaker holds it.
 * - `spared`: a last check found it no longer terminable, so EC2 was not called; `reason` is that of its
 * verdict.
 */
export const TerminationResult = z.object({
  result: z.enum(['terminated', 'stopped', 'held', 'spared', 'gone', 'failed']),
  reason: z.string(),
  instanceIds: z.array(z.string()),
});
export type TerminationResult = z.infer<typeof TerminationResult>;

/** What was done to an instance before it was terminated, or before its termination failed. */
export const SideEffect = z.enum([
  'protection-removed',
  'protection-perhaps-removed',
  'request-cancelled',
  'request-perhaps-cancelled',
  'perhaps-stopped',
  'perhaps-terminated',
]);
export type SideEffect = z.infer<typeof SideEffect>;

/** Instances whose termination was not finished while their verdict was fresh. */
export const Unfinished = z.object({
  /** Why the last attempt did not finish. */
  reason: z.string(),
  done: z.optional(SideEffect),
  instanceIds: z.array(z.string()),
});
export type Unfinished = z.infer<typeof Unfinished>;

/** The results of all terminations of an execution so far. Unfinished ones go on after another check. */
export const Terminations = z.object({
  results: z.array(TerminationResult),
  unfinished: z.array(Unfinished),
  /** The results of instances that a call without an answer may have terminated, in case they are gone now. */
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

/** Adds a side effect to a reason, so that each side effect is reported. */
export const withSideEffect = (reason: string, done: SideEffect | undefined): string =>
  done === undefined ? reason : `${reason}${SEPARATOR}${done}`;

/** The reason alone, and a sentence about the side effect; null if there was none. */
export const splitSideEffect = (
  reason: string,
): { readonly reason: string; readonly sentence: string | null } => {
  const [alone = '', done = ''] = reason.split(SEPARATOR);
  const known = z.safeParse(SideEffect, done);
  return known.success
    ? { reason: alone, sentence: SIDE_EFFECT_SENTENCES[known.data] }
    : { reason, sentence: null };
};

/** What to do with an instance that is due and protected from termination. */
export const OnTerminationProtection = z.enum(['stop', 'override', 'report']);
export type OnTerminationProtection = z.infer<typeof OnTerminationProtection>;
