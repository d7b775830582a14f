import * as z from 'zod/mini';
import type { TagInstances } from '../aws/ec2-tags.ts';
import type { RepairTable } from '../aws/sweep-tables.ts';
import { mapConcurrently } from '../concurrency.ts';
import { ageOf, isStale } from '../domain/grace-period/deadline.ts';
import { SessionPolicyTooLarge, StaleVerdict, WriteRefused } from '../domain/grace-period/errors.ts';
import { RepairInput } from '../domain/grace-period/input.ts';
import type { RepairOrder, RepairResult } from '../domain/grace-period/orders-and-results.ts';
import { type RepairStep, repairStep } from '../domain/grace-period/repair.ts';
import type { Log } from '../log.ts';

/** The environment of `repair`. */
export const RepairEnvironment = z.object({
  OWNER_TAG_KEY: z.string(),
  /** The name of the role in each sub-account that may write valid Owner tags. */
  REPAIR_ROLE_NAME: z.string(),
  TABLE_NAME: z.string(),
});
export type RepairEnvironment = z.infer<typeof RepairEnvironment>;

export type RepairClients = {
  readonly tagInstances: TagInstances;
  readonly repairs: RepairTable;
  readonly log: Log;
};

const RESULT_OF = {
  'near-miss': { result: 'repaired', reason: 'near-miss' },
  'tool-owner': { result: 'repaired', reason: 'tool-owner' },
  inherited: { result: 'inherited', reason: 'inheritable' },
} as const satisfies Record<RepairOrder['why'], Omit<RepairResult, 'instanceIds'>>;

/**
 * Whether halves may succeed: EC2 refuses a whole call because of one instance, and a policy has room for about thirty.
 */
const isDivisible = (error: unknown): boolean =>
  error instanceof WriteRefused || error instanceof SessionPolicyTooLarge;

const failed = (error: unknown): Omit<RepairResult, 'instanceIds'> =>
  error instanceof WriteRefused
    ? { result: 'refused', reason: 'unauthorized' }
    : { result: 'failed', reason: error instanceof Error ? error.name : 'unknown' };

/**
 * Writes the Owner that each near miss means, that instances inherit, or that replaces a tool's. Never overwrites an Owner that the check has
 * not seen. If EC2 refuses an Owner, reports that and goes on with the next one.
 *
 * @returns refused results first: the state machine reads the first one to decide whether to check again
 */
export const createHandler =
  ({ OWNER_TAG_KEY }: RepairEnvironment, clients: RepairClients) =>
  async (event: unknown): Promise<RepairResult[]> => {
    const input = z.parse(RepairInput, event);
    const results: RepairResult[] = [];
    for (const order of input.orders) {
      const { toWrite, left, count } = await countRepairs(order.instanceIds, input.checkedAt, clients);
      const written = toWrite.length > 0 ? await write(order, toWrite, input, OWNER_TAG_KEY, clients) : [];
      await count(
        written.flatMap(({ result, instanceIds }) =>
          result === RESULT_OF[order.why].result ? instanceIds : [],
        ),
      );
      results.push(...left, ...written);
    }
    return results.sort((a, b) => Number(b.result === 'refused') - Number(a.result === 'refused'));
  };

/** Writes an Owner to instances. If EC2 refuses some of them, writes to each half. */
const write = async (
  order: RepairOrder,
  instanceIds: readonly string[],
  input: RepairInput,
  key: string,
  clients: Pick<RepairClients, 'tagInstances' | 'log'>,
): Promise<RepairResult[]> => {
  const { owner, why, over } = order;
  const { accountId, region, checkedAt } = input;
  const details = { accountId, region, owner, why, instanceIds };
  // Since the check, somebody may have removed the near miss, or the Owner that is inherited.
  const ageSeconds = ageOf(checkedAt, new Date());
  try {
    if (isStale(ageSeconds)) throw new StaleVerdict(checkedAt, ageSeconds);
    await clients.tagInstances(accountId, region, { instanceIds, tag: { key, value: owner }, over });
    clients.log.info('owner-written', details);
    return [{ ...RESULT_OF[why], instanceIds: [...instanceIds] }];
  } catch (error) {
    if (instanceIds.length > 1 && isDivisible(error)) {
      const middle = Math.ceil(instanceIds.length / 2);
      return [
        ...(await write(order, instanceIds.slice(0, middle), input, key, clients)),
        ...(await write(order, instanceIds.slice(middle), input, key, clients)),
      ];
    }
    clients.log.error('owner-not-written', { ...details, error });
    return [{ ...failed(error), instanceIds: [...instanceIds] }];
  }
};

/** Calls of the table at a time. */
const CONCURRENCY = 50;

type Counted = {
  readonly toWrite: readonly string[];
  /** Instances to which nothing is written any more. */
  readonly left: readonly RepairResult[];
  /** Counts the instances that were written. */
  readonly count: (instanceIds: readonly string[]) => Promise<void>;
};

/** Decides which instances are written to, by their earlier repairs. If the table does not answer, all of them are. */
const countRepairs = async (
  instanceIds: readonly string[],
  checkedAt: string,
  { repairs, log }: Pick<RepairClients, 'repairs' | 'log'>,
): Promise<Counted> => {
  const unanswered = (instanceId: string, error: unknown): void =>
    log.error('repairs-unavailable', { instanceId, error });
  const known = await mapConcurrently(CONCURRENCY, instanceIds, async (instanceId) => {
    try {
      return { instanceId, checks: await repairs.find(instanceId) };
    } catch (error) {
      unanswered(instanceId, error);
      return { instanceId, checks: [] };
    }
  });
  const count = async (ids: readonly string[]): Promise<void> => {
    const counted = known.filter(({ instanceId }) => ids.includes(instanceId));
    await mapConcurrently(CONCURRENCY, counted, ({ instanceId, checks }) =>
      repairs
        .save(instanceId, [...new Set([...checks, checkedAt])])
        .catch((error: unknown) => unanswered(instanceId, error)),
    );
  };
  const those = (step: RepairStep): string[] =>
    known.flatMap(({ instanceId, checks }) => (repairStep(checks, checkedAt) === step ? [instanceId] : []));
  const left = (reason: string, ids: string[]): RepairResult[] =>
    ids.length > 0 ? [{ result: 'left', reason, instanceIds: ids }] : [];
  const leftNow = those('left');
  // These are counted too: so they are reported now, and not again.
  await count(leftNow);
  return {
    toWrite: those('write'),
    left: [...left('changed-back', leftNow), ...left('changed-back-before', those('left-before'))],
    count,
  };
};
