import * as z from 'zod/mini';

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
