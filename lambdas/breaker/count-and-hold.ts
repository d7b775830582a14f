import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice } from '../aws/executions.ts';
import { countGracePeriods, type GracePeriodsToCount } from '../domain/breaker/count.ts';
import { firstNotice } from '../domain/breaker/notices.ts';
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
 * Counts grace periods before they begin. Those of a group are added to it, and whoever makes a group begins its first
 * notice: if that fails, the next sweep does.
 *
 * @param name the account's
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

/** What tells a grace period's group. */
export type GracePeriodCause = {
  readonly launch: Pick<Launch, 'accountId' | 'eventTime'>;
  readonly cause: Cause;
};

/** An answer of the table; that there is none is told as what it means. */
const orNotReadable = <Answer>(accountId: string, answer: Promise<Answer>): Promise<Answer> =>
  answer.catch((error: unknown) => {
    throw new BreakerNotReadable(accountId, { cause: error });
  });

/**
 * Whether the breaker holds a grace period. It counts no launch, and nothing that is taken up again: of those it is not
 * asked.
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
 * The instances that a group holds which this grace period is not of, if it began before the group was over: an instance may
 * be counted for one grace period and judged by another, even by its launch's, whose record comes hours late. Of what was
 * released it is not asked. What was counted in dry-run holds nothing; once the account is enforced, none of that is ended on
 * what was counted then: a sweep counts it anew, and holds it.
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
