import * as z from 'zod/mini';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import { Exemption } from '../domain/compliance/exemption.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { Timing } from '../domain/grace-period/deadline.ts';
import { SweepInput, type SweepResult } from '../domain/sweep/classify.ts';
import { json } from '../environment.ts';
import { type SweepSources, sweepAccount } from './sweep-account.ts';

/**
 * The environment of `sweep`. An account's name and mode come with each event: Lambda's 4 KB have no room for all of
 * them.
 */
export const SweepEnvironment = z.object({
  STATE_MACHINE_ARN: z.string(),
  /** The state machine that notifies people of a breaker group. */
  BREAKER_STATE_MACHINE_ARN: z.string(),
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  /** The exemptions of the configuration. */
  EXEMPTIONS: json(z.array(Exemption)),
  /** ISO 8601 UTC: what was launched before this is only reported; null if everything is enforced. */
  ENFORCE_LAUNCHES_AFTER: json(z.nullable(z.string())),
  /** If the grace periods of more instances than this begin at once, these instances are held. */
  MAX_TERMINATIONS_AT_ONCE: json(z.number()),
  /** The parameter that says whether the service is paused. */
  PAUSE_PARAMETER_NAME: z.string(),
  READ_ROLE_NAME: z.string(),
  /** Where looks at what is attached to instances are queued; empty if no Owner is propagated. */
  PROPAGATE_QUEUE_URL: z.string(),
  TABLE_NAME: z.string(),
});
export type SweepEnvironment = z.infer<typeof SweepEnvironment>;

/** The environment in the words of the domain. */
const policyOf = (environment: SweepEnvironment): SweepSources['policy'] => ({
  rule: {
    ownerTag: environment.OWNER_TAG,
    exemptions: environment.EXEMPTIONS,
    enforceLaunchesAfter: environment.ENFORCE_LAUNCHES_AFTER,
    // A default: each sweep that finds an invalid Owner reads the users.
    matchesNoUser: false,
  },
  timing: environment.TIMING,
  maxAtOnce: environment.MAX_TERMINATIONS_AT_ONCE,
});

export type SweepClients = Omit<SweepSources, 'policy' | 'readAccountIn'> & {
  readonly readPause: ReadPause;
  /** Makes a reader for one sweep. A shared one would keep connections to all Regions of all accounts open. */
  readonly readAccountIn: () => ReadAccountIn;
};

/** Sweeps an account, unless enforcement is paused. The sweeps after a pause take up what was held. */
export const createHandler =
  (environment: SweepEnvironment, { readPause, readAccountIn, ...clients }: SweepClients) =>
  async (event: unknown): Promise<SweepResult | { readonly paused: true }> => {
    const input = z.parse(SweepInput, event);
    if (await readPause()) {
      clients.log.info('sweep-paused', { accountId: input.accountId });
      return { paused: true };
    }
    const policy = policyOf(environment);
    return sweepAccount(input, { ...clients, policy, readAccountIn: readAccountIn() });
  };
