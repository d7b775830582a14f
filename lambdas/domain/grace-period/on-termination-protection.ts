import * as z from 'zod/mini';

/** What becomes of an instance that is due and protected from termination. */
export const OnTerminationProtection = z.enum(['stop', 'override', 'report']);
export type OnTerminationProtection = z.infer<typeof OnTerminationProtection>;
