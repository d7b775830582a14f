import * as z from 'zod/mini';
import type { ReadPause } from '../aws/read-pause.ts';
import { ageOf, isStale } from '../domain/grace-period/age-of.ts';
import {
  AccountNotEnforced,
  AnswerLost,
  EnforcementPaused,
  StaleVerdict,
} from '../domain/grace-period/errors.ts';
import { TerminateInput } from '../domain/grace-period/input.ts';
import type { TerminationResult } from '../domain/grace-period/order.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { type ActClients, actsIn } from './acts.ts';
import { carryOut } from './carry-out.ts';
import { TerminateEnvironment } from './environment.ts';
import { pauseGate } from './pause-gate.ts';

/** Those of EC2 by the name of the role to assume. */
export type TerminateClients = {
  readonly [Name in keyof ActClients]: (roleName: string) => ActClients[Name];
} & {
  readonly readPause: (parameterName: string) => ReadPause;
  readonly log: Log;
};

/**
 * Terminates what a fresh check found noncompliant, and reports what EC2 answered, instance by instance.
 *
 * @throws StaleVerdict when the check is older than a minute: check again
 * @throws AnswerLost the same, on a retry; and when enforcement is paused, and an earlier attempt may have ended some
 * @throws AccountNotEnforced when the account is in dry-run
 * @throws PauseNotReadable when nobody can say whether enforcement is paused
 */
export const createHandler = (environment: unknown, { log, readPause, ...clients }: TerminateClients) => {
  const variables = parseEnvironment(TerminateEnvironment, environment);
  const { ENFORCED_ACCOUNTS, OWNER_TAG: ownerTag, ON_TERMINATION_PROTECTION: setting } = variables;
  const role = variables.ACT_ROLE_NAME;
  const actClients: ActClients = {
    terminateInstances: clients.terminateInstances(role),
    stopInstances: clients.stopInstances(role),
    removeProtection: clients.removeProtection(role),
    spotRequestsIn: clients.spotRequestsIn(role),
    readInstancesIn: clients.readInstancesIn(role),
  };
  const isPaused = readPause(variables.PAUSE_PARAMETER_NAME);

  return async (event: unknown): Promise<TerminationResult[]> => {
    const { accountId, region, checkedAt, attempt, orders } = z.parse(TerminateInput, event);
    if (!ENFORCED_ACCOUNTS.includes(accountId)) throw new AccountNotEnforced(accountId);
    const ageSeconds = ageOf(checkedAt, new Date());
    if (isStale(ageSeconds)) {
      throw attempt > 0 ? new AnswerLost(checkedAt) : new StaleVerdict(checkedAt, ageSeconds);
    }
    const acts = actsIn({ accountId, region }, actClients, { gate: pauseGate(isPaused), ownerTag, log });
    const results = await carryOut(orders, acts, { attempt, setting }).catch((error: unknown) => {
      throw error instanceof EnforcementPaused ? new AnswerLost(checkedAt) : error;
    });
    for (const result of results) log.info('termination', { accountId, region, ...result });
    return results;
  };
};
