import * as z from 'zod/mini';
import type { TagInstances } from '../aws/tag-instances.ts';
import { ageOf, isStale } from '../domain/grace-period/age-of.ts';
import { StaleVerdict } from '../domain/grace-period/errors.ts';
import { RepairInput } from '../domain/grace-period/input.ts';
import type { RepairOrder, RepairResult } from '../domain/grace-period/order.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { RepairEnvironment } from './environment.ts';

export type RepairClients = { readonly tagInstances: (roleName: string) => TagInstances; readonly log: Log };

const DONE = {
  'near-miss': { result: 'repaired', reason: 'near-miss' },
  inherited: { result: 'inherited', reason: 'inheritable' },
} as const satisfies Record<RepairOrder['why'], Omit<RepairResult, 'instanceIds'>>;

/** Writes the Owner that each near miss means, or that instances inherit. What EC2 refuses is reported, and goes on with the next Owner. */
export const createHandler = (environment: unknown, { tagInstances, log }: RepairClients) => {
  const { OWNER_TAG_KEY: key, REPAIR_ROLE_NAME } = parseEnvironment(RepairEnvironment, environment);
  const tag = tagInstances(REPAIR_ROLE_NAME);

  return async (event: unknown): Promise<RepairResult[]> => {
    const { accountId, region, checkedAt, orders } = z.parse(RepairInput, event);
    const results: RepairResult[] = [];
    for (const { owner, why, instanceIds } of orders) {
      // Somebody may have written an Owner of their own meanwhile.
      const ageSeconds = ageOf(checkedAt, new Date());
      try {
        if (isStale(ageSeconds)) throw new StaleVerdict(checkedAt, ageSeconds);
        await tag(accountId, region, instanceIds, { key, value: owner });
        results.push({ ...DONE[why], instanceIds });
        log.info('repaired', { accountId, region, owner, why, instanceIds });
      } catch (error) {
        results.push({
          result: 'failed',
          reason: error instanceof Error ? error.name : 'unknown',
          instanceIds,
        });
        log.error('repair failed', { accountId, region, owner, why, instanceIds, error });
      }
    }
    return results;
  };
};
