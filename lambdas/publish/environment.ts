import * as z from 'zod/mini';

/** The environment of `publish`. */
export const PublishEnvironment = z.object({ TABLE_NAME: z.string() });
export type PublishEnvironment = z.infer<typeof PublishEnvironment>;
