import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice, StartExecution } from '../aws/executions.ts';
import type { FailedExecutions, OpenExecutions } from '../aws/open-executions.ts';
import type { ReadAccountIn } from '../aws/read-account.ts';
import type { ReadPause } from '../aws/read-pause.ts';
import type { SetAsideTable, SweptTable } from '../aws/sweep-tables.ts';
import type { UserTable } from '../aws/user-table.ts';
import { SweepInput, type Swept } from '../domain/sweep/sweep.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { SweepEnvironment } from './environment.ts';
import { policyOf } from './policy-of.ts';
import { sweepAccount } from './sweep-account.ts';

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
      log.info('paused: not swept', { accountId: input.accountId });
      return { paused: true };
    }
    // Anew for each account: one function would come to hold the connections to all Regions of all accounts.
    const readAccountIn = clients.readAccountIn(settings.READ_ROLE_NAME);
    return sweepAccount(input, { ...sweeping, readAccountIn });
  };
};
