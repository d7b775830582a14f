import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice, StartExecution } from '../aws/executions.ts';
import type { FailedExecutions, OpenExecutions } from '../aws/open-executions.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import type { SetAsideTable, SweptTable } from '../aws/sweep-tables.ts';
import type { UserTable } from '../aws/users.ts';
import { Timing } from '../domain/grace-period/deadline.ts';
import { SweepInput, type Swept } from '../domain/sweep/sweep.ts';
import { Exemption } from '../domain/verdict/exemption.ts';
import { OwnerTag } from '../domain/verdict/owner-rule.ts';
import { json, parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type Sweeping, sweepAccount } from './sweep-account.ts';

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
const policyOf = (environment: SweepEnvironment): Sweeping['policy'] => ({
  rule: {
    ownerTag: environment.OWNER_TAG,
    exemptions: environment.EXEMPTIONS,
    enforceLaunchesAfter: environment.ENFORCE_LAUNCHES_AFTER,
    // As long as nothing invalid is seen: with each look it is asked anew.
    matchesNoUser: false,
  },
  timing: environment.TIMING,
  most: environment.MAX_TERMINATIONS_AT_ONCE,
});

export type SweepClients = {
  readonly readAccountIn: (roleName: string) => ReadAccountIn;
  readonly openExecutions: (stateMachineArn: string) => OpenExecutions;
  readonly failedExecutions: (stateMachineArn: string) => FailedExecutions;
  readonly startExecution: (stateMachineArn: string) => StartExecution;
  readonly startBreakerNotice: (stateMachineArn: string) => StartBreakerNotice;
  readonly breaker: (tableName: string) => Pick<BreakerTable, 'update' | 'join' | 'joined'>;
  readonly readPause: (parameterName: string) => ReadPause;
  readonly setAside: (tableName: string) => Pick<SetAsideTable, 'find'>;
  readonly swept: (tableName: string) => SweptTable;
  readonly users: (tableName: string) => Pick<UserTable, 'some'>;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Sweeps an account, unless enforcement is paused: what is held then is taken up when it goes on. */
export const createHandler = (environment: unknown, { log, metrics, ...clients }: SweepClients) => {
  const settings = parseEnvironment(SweepEnvironment, environment);
  const readPause = clients.readPause(settings.PAUSE_PARAMETER_NAME);
  const sweeping = {
    policy: policyOf(settings),
    openExecutions: clients.openExecutions(settings.STATE_MACHINE_ARN),
    failedExecutions: clients.failedExecutions(settings.STATE_MACHINE_ARN),
    start: clients.startExecution(settings.STATE_MACHINE_ARN),
    startNotice: clients.startBreakerNotice(settings.BREAKER_STATE_MACHINE_ARN),
    breaker: clients.breaker(settings.TABLE_NAME),
    memories: { setAside: clients.setAside(settings.TABLE_NAME), swept: clients.swept(settings.TABLE_NAME) },
    users: clients.users(settings.TABLE_NAME),
    log,
    metrics,
  };

  return async (event: unknown): Promise<Swept | { readonly paused: true }> => {
    const input = z.parse(SweepInput, event);
    if (await readPause()) {
      log.info('sweep-paused', { accountId: input.accountId });
      return { paused: true };
    }
    // Anew for each account: one function would come to hold the connections to all Regions of all accounts.
    const readAccountIn = clients.readAccountIn(settings.READ_ROLE_NAME);
    return sweepAccount(input, { ...sweeping, readAccountIn });
  };
};
