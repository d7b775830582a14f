import * as z from 'zod/mini';
import { Timing } from '../domain/grace-period/deadline.ts';
import { Exemption } from '../domain/verdict/exemption.ts';
import { OwnerTag } from '../domain/verdict/owner-rule.ts';
import { json } from '../environment.ts';

/** The environment of `sweep`. Names and modes of accounts come with each look: Lambda's 4 KB are for the rest. */
export const SweepEnvironment = z.object({
  STATE_MACHINE_ARN: z.string(),
  /** The state machine that tells of what the breaker holds. */
  BREAKER_STATE_MACHINE_ARN: z.string(),
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  /** What the configuration spares. */
  EXEMPTIONS: json(z.array(Exemption)),
  /** ISO 8601 UTC: what was launched before is reported only; null if all is enforced. */
  ENFORCE_LAUNCHES_AFTER: json(z.nullable(z.string())),
  /** More instances than this whose grace periods begin at once are held. */
  MAX_TERMINATIONS_AT_ONCE: json(z.number()),
  /** The parameter that says whether the service is paused. */
  PAUSE_PARAMETER_NAME: z.string(),
  READ_ROLE_NAME: z.string(),
  TABLE_NAME: z.string(),
});
export type SweepEnvironment = z.infer<typeof SweepEnvironment>;
