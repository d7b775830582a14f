import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice } from '../aws/executions.ts';
import { type Beginning, count } from '../domain/breaker/count.ts';
import { firstNotice } from '../domain/breaker/notices.ts';
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
