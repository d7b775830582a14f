import type { BreakerTable } from '../aws/breaker-table.ts';
import { settle } from '../domain/breaker/count.ts';
import { groupAt, isOf } from '../domain/breaker/record.ts';
import type { NoticeInput } from '../domain/grace-period/input.ts';
import { type Decision, HELD_BY_BREAKER, type Outcome } from '../domain/grace-period/outcome.ts';
import type { Round } from '../domain/grace-period/round.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import type { Log } from '../log.ts';

/** What leaves nothing to decide, whatever the last look showed before. */
const ENDED: ReadonlySet<Decision> = new Set<Decision>(['terminated', 'repaired', 'inherited']);

/**
 * Keeps what a grace period came to, at its end, for every group of the breaker that its instances are in: whose those are
 * that are held, for one mail tells each person of theirs; and of which nothing is to be decided. Not kept, they are held,
 * and nobody's.
 */
export const rememberForBreaker = async (
  { launch: { accountId, eventTime }, cause }: Pick<NoticeInput, 'launch' | 'cause'>,
  { examples, until, findings, checkedAt }: Pick<Round, 'examples' | 'until' | 'findings' | 'checkedAt'>,
  outcomes: readonly Outcome[],
  launcher: Launcher,
  breaker: Pick<BreakerTable, 'update' | 'joined' | 'keepLauncher' | 'keepSettled'>,
  log: Log,
): Promise<void> => {
  if (until !== null) return;
  const held = outcomes.flatMap(({ decision, reason, instanceIds }) =>
    decision === 'held' && reason === HELD_BY_BREAKER ? instanceIds : [],
  );
  const settled = [
    ...findings.flatMap(({ verdict, instanceIds }) => (verdict.is === 'noncompliant' ? [] : instanceIds)),
    ...outcomes.flatMap(({ decision, instanceIds }) => (ENDED.has(decision) ? instanceIds : [])),
  ];
  try {
    const record = await breaker.update(accountId, (before) => {
      const after = settle(before, settled, checkedAt);
      return { record: after, result: after };
    });
    const own = groupAt(record, cause, eventTime);
    const names = new Map(examples.map(({ instanceId, name }) => [instanceId, name]));
    const instances = held.map((instanceId) => ({ instanceId, name: names.get(instanceId) ?? '' }));
    // Of what was decided nobody is told any more.
    for (const group of record.groups.filter((one) => one === own || one.decision === null)) {
      const joined = await breaker.joined(group.id);
      const isIn = (instanceId: string): boolean => isOf(group, joined, instanceId);
      await breaker.keepLauncher(
        group.id,
        instances.filter(({ instanceId }) => isIn(instanceId)),
        launcher,
      );
      await breaker.keepSettled(group.id, settled.filter(isIn));
    }
  } catch (error) {
    log.error('not remembered for the breaker', { instanceIds: [...held, ...settled], error });
  }
};
