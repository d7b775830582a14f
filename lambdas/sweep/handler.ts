import * as z from 'zod/mini';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import { Exemption } from '../domain/compliance/exemption.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { Timing } from '../domain/grace-period/deadline.ts';
import { SweepInput, type SweepResult } from '../domain/sweep/classify.ts';
import { json } from '../environment.ts';
import { type SweepSources, sweepAccount } from './sweep-account.ts';

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

/** The environment in the words of the domain. */
const policyOf = (environment: SweepEnvironment): SweepSources['policy'] => ({
  rule: {
    ownerTag: environment.OWNER_TAG,
    exemptions: environment.EXEMPTIONS,
    enforceLaunchesAfter: environment.ENFORCE_LAUNCHES_AFTER,
    // As long as nothing invalid is seen: with each look it is asked anew.
    matchesNoUser: false,
  },
  timing: environment.TIMING,
  maxAtOnce: environment.MAX_TERMINATIONS_AT_ONCE,
});

export type SweepClients = Omit<SweepSources, 'policy' | 'readAccountIn'> & {
  readonly readPause: ReadPause;
  /** Makes one for each account: one for all would come to hold the connections to all Regions of all accounts. */
  readonly readAccountIn: () => ReadAccountIn;
};

/** Sweeps an account, unless enforcement is paused: what is held then is taken up when it goes on. */
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
