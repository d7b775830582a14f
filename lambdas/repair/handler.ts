import * as z from 'zod/mini';
import type { TagInstances } from '../aws/ec2-actions.ts';
import type { RepairTable } from '../aws/sweep-tables.ts';
import { ageOf, isStale } from '../domain/grace-period/deadline.ts';
import { SessionPolicyTooLarge, StaleVerdict, WriteRefused } from '../domain/grace-period/errors.ts';
import { RepairInput } from '../domain/grace-period/input.ts';
import type { RepairOrder, RepairResult } from '../domain/grace-period/order.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { countRepairs } from './count-repairs.ts';
import { RepairEnvironment } from './environment.ts';

export type RepairClients = {
  readonly tagInstances: (roleName: string) => TagInstances;
  readonly repairs: (tableName: string) => RepairTable;
  readonly log: Log;
};

const DONE = {
  'near-miss': { result: 'repaired', reason: 'near-miss' },
  inherited: { result: 'inherited', reason: 'inheritable' },
} as const satisfies Record<RepairOrder['why'], Omit<RepairResult, 'instanceIds'>>;

/** One instance makes EC2 refuse a whole call, and a policy has room for some thirty: halves them. */
const isDivisible = (error: unknown): boolean =>
  error instanceof WriteRefused || error instanceof SessionPolicyTooLarge;

const failed = (error: unknown): Omit<RepairResult, 'instanceIds'> =>
  error instanceof WriteRefused
    ? { result: 'refused', reason: 'unauthorized' }
    : { result: 'failed', reason: error instanceof Error ? error.name : 'unknown' };

/**
 * Writes the Owner that each near miss means, or that instances inherit, and never over an Owner that the check has not
 * seen. What EC2 refuses is reported, and goes on with the next Owner.
 *
 * @returns what was refused first: the state machine looks there whether to check again
 */
export const createHandler = (environment: unknown, { tagInstances, repairs, log }: RepairClients) => {
  const {
    OWNER_TAG_KEY: key,
    REPAIR_ROLE_NAME,
    TABLE_NAME,
  } = parseEnvironment(RepairEnvironment, environment);
  const tag = tagInstances(REPAIR_ROLE_NAME);
  const table = repairs(TABLE_NAME);

  return async (event: unknown): Promise<RepairResult[]> => {
    const { accountId, region, checkedAt, orders } = z.parse(RepairInput, event);

    const write = async (order: RepairOrder, instanceIds: readonly string[]): Promise<RepairResult[]> => {
      const { owner, why, over } = order;
      const told = { accountId, region, owner, why, instanceIds };
      // Somebody may have taken the near miss, or what is inherited, away meanwhile.
      const ageSeconds = ageOf(checkedAt, new Date());
      try {
        if (isStale(ageSeconds)) throw new StaleVerdict(checkedAt, ageSeconds);
        await tag(accountId, region, { instanceIds, tag: { key, value: owner }, over });
        log.info('repaired', told);
        return [{ ...DONE[why], instanceIds: [...instanceIds] }];
      } catch (error) {
        if (instanceIds.length > 1 && isDivisible(error)) {
          const middle = Math.ceil(instanceIds.length / 2);
          return [
            ...(await write(order, instanceIds.slice(0, middle))),
            ...(await write(order, instanceIds.slice(middle))),
          ];
        }
        log.error('repair failed', { ...told, error });
        return [{ ...failed(error), instanceIds: [...instanceIds] }];
      }
    };

    const results: RepairResult[] = [];
    for (const order of orders) {
      const { toWrite, left, count } = await countRepairs(order.instanceIds, checkedAt, table, log);
      const written = toWrite.length > 0 ? await write(order, toWrite) : [];
      await count(
        written.flatMap(({ result, instanceIds }) => (result === DONE[order.why].result ? instanceIds : [])),
      );
      results.push(...left, ...written);
    }
    return results.sort((a, b) => Number(b.result === 'refused') - Number(a.result === 'refused'));
  };
};
