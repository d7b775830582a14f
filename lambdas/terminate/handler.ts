import * as z from 'zod/mini';
import type { TerminateInstances } from '../aws/terminate-instances.ts';
import { ageOf, isStale } from '../domain/age-of.ts';
import { AccountNotEnforced, AnswerLost, StaleVerdict } from '../domain/errors.ts';
import { TerminateInput, type TerminationResult } from '../domain/grace-period.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { TerminateEnvironment } from './environment.ts';
import { type TerminateCall, terminateAll } from './terminate-all.ts';

export type TerminateClients = {
  readonly terminateInstances: (roleName: string) => TerminateInstances;
  readonly log: Log;
};

/**
 * Terminates what a fresh check found noncompliant, and reports what EC2 answered, instance by instance.
 *
 * @throws StaleVerdict when the check is older than a minute: check again
 * @throws AnswerLost the same, on a retry
 * @throws AccountNotEnforced when the account is in dry-run
 */
export const createHandler = (environment: unknown, { terminateInstances, log }: TerminateClients) => {
  const { ACT_ROLE_NAME, ENFORCED_ACCOUNTS } = parseEnvironment(TerminateEnvironment, environment);
  const terminate = terminateInstances(ACT_ROLE_NAME);

  return async (event: unknown): Promise<TerminationResult[]> => {
    const { accountId, region, checkedAt, attempt, orders } = z.parse(TerminateInput, event);
    if (!ENFORCED_ACCOUNTS.includes(accountId)) throw new AccountNotEnforced(accountId);
    const ageSeconds = ageOf(checkedAt, new Date());
    if (isStale(ageSeconds)) {
      throw attempt > 0 ? new AnswerLost(checkedAt) : new StaleVerdict(checkedAt, ageSeconds);
    }
    const call: TerminateCall = (instanceIds) =>
      terminate(accountId, region, instanceIds).catch((error: unknown) => {
        log.warn('TerminateInstances failed', { accountId, region, instanceIds, error });
        throw error;
      });
    const results: TerminationResult[] = [];
    for (const { instanceIds } of orders) results.push(...(await terminateAll(instanceIds, call, attempt)));
    for (const result of results) log.info('termination', { accountId, region, ...result });
    return results;
  };
};
