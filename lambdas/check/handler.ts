import * as z from 'zod/mini';
import type { ReadGroupTags } from '../aws/auto-scaling.ts';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { FindOpenExecutions } from '../aws/open-executions.ts';
import type { ReadInstancesIn } from '../aws/read-instances.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import type { UserTable } from '../aws/user-table.ts';
import { Exemption, exemptionOf } from '../domain/compliance/exemption.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { Timing } from '../domain/grace-period/deadline.ts';
import { launchFactsOf } from '../domain/grace-period/earlier-rounds.ts';
import { CheckEvent, type CheckInput } from '../domain/grace-period/input.ts';
import { type Policy, plan, planUnlisted } from '../domain/grace-period/plan.ts';
import { Accounts, modeOf, type Plan } from '../domain/grace-period/round.ts';
import type { Instance } from '../domain/instances.ts';
import { InheritOwner } from '../domain/launcher/origin.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import { findJudgedElsewhere } from './judged-elsewhere.ts';
import { type CorrectionPolicy, findToolOwners, matchesNoUser, observeLaunch } from './observe-launch.ts';

/** The environment of `check`. */
export const CheckEnvironment = z.object({
  /** GracePeriod: its open executions may judge the same instances. */
  STATE_MACHINE_ARN: z.string(),
  ACCOUNTS: json(Accounts),
  OWNER_TAG: json(OwnerTag),
  TIMING: json(Timing),
  /** The kinds of origins from which instances inherit the Owner. */
  INHERIT_OWNER: json(InheritOwner),
  /** Whether an Owner that a tool wrote by itself is corrected. */
  CORRECT_TOOL_OWNERS: json(z.boolean()),
  /** The exemptions of the configuration. */
  EXEMPTIONS: json(z.array(Exemption)),
  /** ISO 8601 UTC: what was launched before this is only reported; null if everything is enforced. */
  ENFORCE_LAUNCHES_AFTER: json(z.nullable(z.string())),
  /** The parameter that says whether the service is paused. */
  PAUSE_PARAMETER_NAME: z.string(),
  /** The table with what the breaker holds, and with the users of the gateway. */
  TABLE_NAME: z.string(),
  /** The name of the role in each sub-account that may read its instances. */
  READ_ROLE_NAME: z.string(),
});
export type CheckEnvironment = z.infer<typeof CheckEnvironment>;

/** The environment in the words of the domain. */
const policyOf = (environment: CheckEnvironment): Omit<Policy, 'mode'> & CorrectionPolicy => ({
  ownerTag: environment.OWNER_TAG,
  timing: environment.TIMING,
  inheritOwner: environment.INHERIT_OWNER,
  exemptions: environment.EXEMPTIONS,
  enforceLaunchesAfter: environment.ENFORCE_LAUNCHES_AFTER,
  correctToolOwners: environment.CORRECT_TOOL_OWNERS,
  // A default: each check that finds an invalid Owner reads the users.
  matchesNoUser: false,
});

export type CheckClients = {
  readonly readInstancesIn: ReadInstancesIn;
  readonly readGroupTags: ReadGroupTags;
  readonly readPause: ReadPause;
  readonly breaker: Pick<BreakerTable, 'read' | 'joined'>;
  readonly users: Pick<UserTable, 'some'>;
  readonly openExecutions: FindOpenExecutions;
  readonly log: Log;
};

/** Reads a launch as it is now, and what launched it, and plans the round. Changes nothing. */
export const createHandler =
  (environment: CheckEnvironment, clients: CheckClients) =>
  async (event: unknown): Promise<Plan> => {
    const received = z.parse(CheckEvent, event);
    const input = 'state' in received ? { ...received.state, redrives: received.redrives } : received;
    const { accountId, region, key } = input.launch;
    // Taken before reading: a verdict is as old as the facts it is based on.
    const now = new Date();
    const mode = modeOf(accountId, environment.ACCOUNTS);
    if (mode === 'not-listed') {
      clients.log.warn('account-not-listed', { accountId, region, key });
      return planUnlisted(input, now);
    }
    return planRound(input, { ...policyOf(environment), mode }, now, clients);
  };

const planRound = async (
  input: CheckInput,
  policy: Policy & CorrectionPolicy,
  now: Date,
  { readInstancesIn, readGroupTags, readPause, breaker, users, openExecutions, log }: CheckClients,
): Promise<Plan> => {
  const { accountId, region, key } = input.launch;
  const reader = await readInstancesIn(accountId, region);
  const observed = await observeLaunch(input, policy, now, {
    reader,
    readerIn: (elsewhere) => readInstancesIn(accountId, elsewhere),
    readGroupTags,
    readPause,
    breaker,
    log,
  });
  const isUnmatched = await matchesNoUser(policy.ownerTag, observed.instances, users, log);
  const correction = await findToolOwners(input, observed, policy, users, log);
  const judging = { ...policy, matchesNoUser: isUnmatched, correction };
  const ownPlan = plan(input, observed, judging, now);
  const sources = { reader, openExecutions, breaker, log };
  const elsewhere = await findJudgedElsewhere(input, ownPlan, observed.instances, policy.timing, sources);
  const isOnlyOurs = elsewhere.waiting.size === 0 && elsewhere.excluded.size === 0;
  const planned = isOnlyOurs ? ownPlan : plan(input, observed, judging, now, elsewhere);
  const { findings, origin, until, paused, held, over } = planned;
  const leftAlone = [...elsewhere.waiting];
  const place = { accountId, region, key };
  log.info('launch-checked', { ...place, origin, findings, until, paused, held, over, leftAlone });
  logExemptions(input, observed.instances, planned, policy.exemptions, log);
  return planned;
};

/** Logs the instances that each exemption covers in this round, one line per exemption. */
const logExemptions = (
  input: CheckInput,
  instances: readonly Instance[],
  { findings, checkedAt }: Plan,
  exemptions: readonly Exemption[],
  log: Log,
): void => {
  const exempted = new Set(
    findings.flatMap(({ verdict, instanceIds }) =>
      verdict.reason === 'exempt-by-configuration' ? instanceIds : [],
    ),
  );
  const used = Map.groupBy(
    instances.filter(({ instanceId }) => exempted.has(instanceId)),
    (instance) => exemptionOf(instance, launchFactsOf(input), exemptions, new Date(checkedAt)),
  );
  const { accountId, region } = input.launch;
  for (const [exemption, of] of used) {
    const instanceIds = of.map(({ instanceId }) => instanceId);
    log.info('exempted', { accountId, region, exemption, instanceIds });
  }
};
