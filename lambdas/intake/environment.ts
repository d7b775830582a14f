import * as z from 'zod/mini';
import { Timing } from '../domain/grace-period/deadline.ts';
import { OwnerTag } from '../domain/verdict/owner-rule.ts';
import { json } from '../environment.ts';

/** Name by account id. Short, since Lambda allows 4 KB of environment: about 100 accounts. */
const Names = z.record(z.string(), z.string());

/** The environment of `intake`. */
export const IntakeEnvironment = z.object({
  STATE_MACHINE_ARN: z.string(),
  /** The state machine that tells of what the breaker holds. */
  BREAKER_STATE_MACHINE_ARN: z.string(),
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  /** More instances than this whose grace periods begin at once are held. */
  MAX_TERMINATIONS_AT_ONCE: json(z.number()),
  TABLE_NAME: z.string(),
  SUB_ACCOUNTS: json(z.object({ 'dry-run': Names, enforce: Names })),
});
export type IntakeEnvironment = z.infer<typeof IntakeEnvironment>;
