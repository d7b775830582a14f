import type { BreakerTable } from '../aws/breaker-table.ts';
import { groupAt, isHolding, membersOf } from '../domain/breaker/record.ts';
import { BreakerNotReadable } from '../domain/errors.ts';
import type { Cause } from '../domain/grace-period/input.ts';
import type { Launch } from '../domain/record/launch.ts';

/** A grace period, and those of its instances that it may warn of or end. */
export type HeldCase = {
  readonly launch: Pick<Launch, 'accountId' | 'eventTime'>;
  readonly cause: Cause;
  readonly instanceIds: readonly string[];
};

/**
 * Whether the breaker holds a grace period: one that belongs to a group, and one of an instance that a group holds, if it
 * began before the group was over: an instance may be counted for one grace period and judged by another, even by its
 * launch's, whose record comes hours late. Of what was released it is not asked.
 *
 * @throws BreakerNotReadable when it cannot be read
 */
export const isHeld = async (
  { launch: { accountId, eventTime }, cause, instanceIds }: HeldCase,
  breaker: Pick<BreakerTable, 'read' | 'joined'>,
): Promise<boolean> => {
  if (cause === 'resume') return false;
  try {
    const record = await breaker.read(accountId);
    const own = groupAt(record, cause, eventTime);
    if (own && isHolding(own)) return true;
    const others = record.groups.filter(
      (group) => group !== own && isHolding(group) && Date.parse(eventTime) < Date.parse(group.until),
    );
    for (const group of others) {
      const members = membersOf(group, await breaker.joined(group.id));
      if (members.some(({ instanceId }) => instanceIds.includes(instanceId))) return true;
    }
    return false;
  } catch (error) {
    throw new BreakerNotReadable(accountId, { cause: error });
  }
};
