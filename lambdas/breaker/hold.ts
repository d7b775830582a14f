import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice } from '../aws/executions.ts';
import { type Beginning, count } from '../domain/breaker/count.ts';
import { firstNotice } from '../domain/breaker/notices.ts';
import { groupAt, isHolding, membersOf } from '../domain/breaker/record.ts';
import { BreakerNotReadable } from '../domain/errors.ts';
import type { Cause } from '../domain/grace-period/input.ts';
import type { Launch } from '../domain/record/launch.ts';
import type { Log } from '../log.ts';

export type CountClients = {
  readonly breaker: Pick<BreakerTable, 'update' | 'join'>;
  readonly startNotice: StartBreakerNotice;
  readonly log: Log;
};

/**
 * Counts grace periods before they begin. Those of a group are added to it, and whoever makes a group begins its first
 * notice: if that fails, the next sweep does.
 *
 * @param name the account's
 */
export const countBeginning = async (
  beginning: Beginning,
  name: string,
  { breaker, startNotice, log }: CountClients,
  now: Date,
): Promise<void> => {
  const { accountId, mode, instances } = beginning;
  const { group, isNew } = await breaker.update(accountId, (before) => {
    const counted = count(before, beginning, now);
    const isNew = !before.groups.some(({ id }) => id === counted.group?.id);
    return { record: counted.record, result: { group: counted.group, isNew } };
  });
  if (!group) return;
  await breaker.join(group.id, instances);
  log.warn('counted into a group of the breaker', { accountId, group: group.id, instances });
  if (!isNew) return;
  const notice = firstNotice(group, { accountId, name, mode }, now);
  await startNotice(notice.name, notice.input);
};

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
