import * as z from 'zod/mini';

/** The environment of `sessions`. */
export const SessionsEnvironment = z.object({ TABLE_NAME: z.string() });
export type SessionsEnvironment = z.infer<typeof SessionsEnvironment>;
