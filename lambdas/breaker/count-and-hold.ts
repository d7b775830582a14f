import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice } from '../aws/executions.ts';
import { countGracePeriods, type GracePeriodsToCount } from '../domain/breaker/count.ts';
import { firstNotice } from '../domain/breaker/notices-due.ts';
import { type Group, groupAt, isHolding, membersOf } from '../domain/breaker/record.ts';
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
 * Counts grace periods before they begin. If that puts them into a group, adds their instances to it. The call that
 * makes a group also starts its first notice; if that fails, the next sweep starts it.
 *
 * @param name the account's name
 */
export const countAndHold = async (
  starting: GracePeriodsToCount,
  name: string,
  { breaker, startNotice, log }: CountClients,
  now: Date,
): Promise<void> => {
  const { accountId, mode, instances } = starting;
  const { group, isNew } = await breaker.update(accountId, (before) => {
    const counted = countGracePeriods(before, starting, now);
    const isNew = !before.groups.some(({ id }) => id === counted.group?.id);
    return { record: counted.record, result: { group: counted.group, isNew } };
  });
  if (!group) return;
  await breaker.join(group.id, instances);
  log.warn('breaker-counted', { accountId, group: group.id, instances });
  if (!isNew) return;
  const notice = firstNotice(group, { accountId, name, mode }, now);
  await startNotice(notice.name, notice.input);
};

/** What identifies the group of a grace period. */
export type GracePeriodCause = {
  readonly launch: Pick<Launch, 'accountId' | 'eventTime'>;
  readonly cause: Cause;
};

/** Passes on an answer of the table, and turns its errors into BreakerNotReadable. */
const orNotReadable = <Answer>(accountId: string, answer: Promise<Answer>): Promise<Answer> =>
  answer.catch((error: unknown) => {
    throw new BreakerNotReadable(accountId, { cause: error });
  });

/**
 * Whether the breaker holds a grace period. It counts neither launches nor resumed grace periods: for these, the
 * table is not read.
 *
 * @throws BreakerNotReadable when it cannot be read
 */
export const isHeld = async (
  { launch: { accountId, eventTime }, cause }: GracePeriodCause,
  breaker: Pick<BreakerTable, 'read'>,
): Promise<boolean> => {
  switch (cause) {
    case 'launch':
    case 'resume':
      return false;
    case 'untagged':
    case 'sweep': {
      const group = groupAt(await orNotReadable(accountId, breaker.read(accountId)), cause, eventTime);
      return group !== undefined && isHolding(group);
    }
    default:
      return cause satisfies never;
  }
};

/**
 * The instances that another group than this grace period's own holds, if the grace period began before that group
 * was over. An instance may be counted for one grace period and judged by another, even by that of its launch, whose
 * record may come hours late. A resumed grace period is held by none.
 *
 * A group that was counted in dry-run holds nothing there. Once the account is enforced, its instances are returned
 * here: no old grace period terminates them, and a sweep counts them again and holds them.
 *
 * @param isEnforced whether the account is enforced now
 * @throws BreakerNotReadable when it cannot be read
 */
export const heldByOtherGroups = async (
  { launch: { accountId, eventTime }, cause }: GracePeriodCause,
  instanceIds: readonly string[],
  breaker: Pick<BreakerTable, 'read' | 'joined'>,
  isEnforced: boolean,
): Promise<string[]> => {
  if (cause === 'resume' || instanceIds.length === 0) return [];
  const record = await orNotReadable(accountId, breaker.read(accountId));
  const own = groupAt(record, cause, eventTime);
  const isOfDryRun = ({ mode }: Group): boolean => isEnforced && mode === 'dry-run';
  const groups = record.groups.filter(
    (group) =>
      (isOfDryRun(group) || (group !== own && isHolding(group))) &&
      Date.parse(eventTime) < Date.parse(group.until),
  );
  const held = new Set<string>();
  for (const group of groups) {
    const joined = await orNotReadable(accountId, breaker.joined(group.id));
    for (const { instanceId } of membersOf(group, joined)) held.add(instanceId);
  }
  return instanceIds.filter((instanceId) => held.has(instanceId));
};
