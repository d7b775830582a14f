import type { BreakerTable } from '../aws/breaker-table.ts';
import type { SweepCountTable, SweepNoteTable } from '../aws/sweep-tables.ts';
import { mapConcurrently } from '../concurrency.ts';
import { markSettled } from '../domain/breaker/count.ts';
import { groupAt, isInGroup } from '../domain/breaker/record.ts';
import type { Verdict } from '../domain/compliance/verdict.ts';
import type { NoticeInput } from '../domain/grace-period/input.ts';
import { type Decision, HELD_BY_BREAKER, type Outcome } from '../domain/grace-period/outcome.ts';
import type { Round } from '../domain/grace-period/round.ts';
import { byInstance } from '../domain/instances.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import { sweepNoteOf } from '../domain/sweep/sweep-notes.ts';
import type { Log } from '../log.ts';

/** Calls of the table at a time. */
const CONCURRENCY = 50;

export type SweepTables = {
  readonly sweepNotes: Pick<SweepNoteTable, 'save'>;
  readonly sweepCounts: Pick<SweepCountTable, 'save'>;
};

/**
 * Saves what this round concluded about instances that stay alive, for the sweep. If the table fails, the mails are
 * written all the same.
 */
export const saveForSweep = async (
  outcomes: readonly Outcome[],
  before: readonly Outcome[],
  { sweepNotes, sweepCounts }: SweepTables,
  log: Log,
): Promise<void> => {
  const known = byInstance(before);
  for (const outcome of outcomes) {
    const { decision } = outcome;
    const instanceIds = outcome.instanceIds.filter((id) => known.get(id)?.decision !== decision);
    const note = sweepNoteOf(outcome);
    if (!note || instanceIds.length === 0) continue;
    const { kind, times } = note;
    try {
      if (kind !== null) await sweepNotes.save(kind, instanceIds);
      if (times !== null)
        await mapConcurrently(CONCURRENCY, instanceIds, (id) => sweepCounts.save(id, times));
    } catch (error) {
      log.error('sweep-notes-not-kept', { decision, instanceIds, error });
    }
  }
};

/** After these decisions, an instance needs no decision about its group, whatever the check found before. */
const ENDED: ReadonlySet<Decision> = new Set<Decision>(['terminated', 'repaired', 'inherited']);

/**
 * Saves the results of a grace period for every breaker group that its instances are in. Instances that are gone are
 * saved at once, as needing no decision. At the end of the grace period, the others that need none are saved too, and
 * the launcher of those that are held: one mail reports all of them to that person. If saving fails, the instances stay
 * held, without a known launcher.
 */
export const saveForBreaker = async (
  { launch: { accountId, eventTime }, cause }: Pick<NoticeInput, 'launch' | 'cause'>,
  { examples, until, findings, checkedAt }: Pick<Round, 'examples' | 'until' | 'findings' | 'checkedAt'>,
  outcomes: readonly Outcome[],
  launcher: Launcher,
  breaker: Pick<BreakerTable, 'update' | 'joined' | 'saveLauncher' | 'saveSettled'>,
  log: Log,
): Promise<void> => {
  const idsOf = (is: (verdict: Verdict) => boolean): string[] =>
    findings.flatMap(({ verdict, instanceIds }) => (is(verdict) ? instanceIds : []));
  const held = outcomes.flatMap(({ decision, reason, instanceIds }) =>
    decision === 'held' && reason === HELD_BY_BREAKER ? instanceIds : [],
  );
  const isOver = until === null;
  const settled = isOver
    ? [
        ...idsOf(({ is }) => is !== 'noncompliant'),
        ...outcomes.flatMap(({ decision, instanceIds }) => (ENDED.has(decision) ? instanceIds : [])),
      ]
    : idsOf(({ is }) => is === 'gone');
  // Before the end, only instances that are gone are settled: an Owner may still be removed again.
  if (!isOver && settled.length === 0) return;
  try {
    const record = await breaker.update(accountId, (before) => {
      const after = markSettled(before, settled, checkedAt);
      return { record: after, result: after };
    });
    const own = groupAt(record, cause, eventTime);
    const names = new Map(examples.map(({ instanceId, name }) => [instanceId, name]));
    const instances = (isOver ? held : []).map((instanceId) => ({
      instanceId,
      name: names.get(instanceId) ?? '',
    }));
    // Nobody is notified any more of a group that was decided.
    for (const group of record.groups.filter((one) => one === own || one.decision === null)) {
      const joined = await breaker.joined(group.id);
      const isIn = (instanceId: string): boolean => isInGroup(group, joined, instanceId);
      await breaker.saveLauncher(
        group.id,
        instances.filter(({ instanceId }) => isIn(instanceId)),
        launcher,
      );
      await breaker.saveSettled(group.id, settled.filter(isIn));
    }
  } catch (error) {
    log.error('breaker-outcomes-not-kept', { instanceIds: [...held, ...settled], error });
  }
};
