import * as z from 'zod/mini';

/** An IAM user of the gateway account. */
export const User = z.object({ userName: z.string(), userId: z.string() });
export type User = z.infer<typeof User>;

/** A user as the directory keeps it. */
export const KeptUser = z.extend(User, {
  /** ARN of the person's topic; null for a user whose name is no address. */
  topicArn: z.nullable(z.string()),
  /** When SNS was last asked to subscribe the person, ISO 8601 UTC; null if never. */
  askedAt: z.nullable(z.string()),
});
export type KeptUser = z.infer<typeof KeptUser>;
