import * as z from 'zod/mini';
import { Timing } from '../domain/grace-period/deadline.ts';
import { Accounts } from '../domain/grace-period/round.ts';
import { InheritOwner } from '../domain/launcher/origin.ts';
import { Exemption } from '../domain/verdict/exemption.ts';
import { OwnerTag } from '../domain/verdict/owner-rule.ts';
import { json } from '../environment.ts';

/** The environment of `check`. */
export const CheckEnvironment = z.object({
  /** Of the grace periods: whether another judges the same instances. */
  STATE_MACHINE_ARN: z.string(),
  ACCOUNTS: json(Accounts),
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  /** The kinds of launchers whose Owner their instances inherit. */
  INHERIT_OWNER: json(InheritOwner),
  /** What the configuration spares. */
  EXEMPTIONS: json(z.array(Exemption)),
  /** ISO 8601 UTC: what was launched before is reported only; null if all is enforced. */
  ENFORCE_LAUNCHES_AFTER: json(z.nullable(z.string())),
  /** The parameter that says whether the service is paused. */
  PAUSE_PARAMETER_NAME: z.string(),
  /** Where the breaker says what it holds, and where the users of the gateway are. */
  TABLE_NAME: z.string(),
  /** The name of the role in each sub-account that may read its instances. */
  READ_ROLE_NAME: z.string(),
});
export type CheckEnvironment = z.infer<typeof CheckEnvironment>;
