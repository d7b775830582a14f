import { atMost } from '../at-most.ts';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { SetAsideTable } from '../aws/set-aside-table.ts';
import type { SweptTable } from '../aws/swept-table.ts';
import type { HeldCase } from '../breaker/is-held.ts';
import { settle } from '../domain/breaker/breaker.ts';
import { byInstance } from '../domain/by-instance.ts';
import type { Decision, Outcome } from '../domain/grace-period/outcome.ts';
import type { Round } from '../domain/grace-period/round.ts';
import { HELD_BY_BREAKER } from '../domain/grace-period/set-aside.ts';
import type { Launcher } from '../domain/launcher/launcher.ts';
import { memoryOf } from '../domain/sweep/memory.ts';
import type { Log } from '../log.ts';

/** Calls of the table at a time. */
const AT_ONCE = 50;

export type SweepMemories = {
  readonly setAside: Pick<SetAsideTable, 'keep'>;
  readonly swept: Pick<SweptTable, 'keep'>;
};

/** Keeps for a sweep what this round concluded of instances that live on. That the table does not answer keeps no mail back. */
export const rememberForSweep = async (
  outcomes: readonly Outcome[],
  before: readonly Outcome[],
  { setAside, swept }: SweepMemories,
  log: Log,
): Promise<void> => {
  const known = byInstance(before);
  for (const outcome of outcomes) {
    const { decision } = outcome;
    const instanceIds = outcome.instanceIds.filter((id) => known.get(id)?.decision !== decision);
    const memory = memoryOf(outcome);
    if (!memory || instanceIds.length === 0) continue;
    const { mark, times } = memory;
    try {
      if (mark !== null) await setAside.keep(mark, instanceIds);
      if (times !== null) await atMost(AT_ONCE, instanceIds, (id) => swept.keep(id, times));
    } catch (error) {
      log.error('not remembered for the sweep', { decision, instanceIds, error });
    }
  }
};

/** What leaves nothing to decide, whatever the last look showed before. */
const ENDED: ReadonlySet<Decision> = new Set<Decision>(['terminated', 'repaired', 'inherited']);

/**
 * Keeps what a grace period in a group of the breaker came to, at its end: whose the instances are that are held, for one
 * mail tells each person of theirs; and of which nothing is to be decided. Not kept, they are held, and nobody's.
 */
export const rememberForBreaker = async (
  { launch, cause }: HeldCase,
  { examples, until, findings }: Pick<Round, 'examples' | 'until' | 'findings'>,
  outcomes: readonly Outcome[],
  launcher: Launcher,
  breaker: Pick<BreakerTable, 'update' | 'keepLauncher' | 'keepSettled'>,
  log: Log,
): Promise<void> => {
  if ((cause !== 'untagged' && cause !== 'sweep') || until !== null) return;
  const held = outcomes.flatMap(({ decision, reason, instanceIds }) =>
    decision === 'held' && reason === HELD_BY_BREAKER ? instanceIds : [],
  );
  const settled = [
    ...findings.flatMap(({ verdict, instanceIds }) => (verdict.is === 'noncompliant' ? [] : instanceIds)),
    ...outcomes.flatMap(({ decision, instanceIds }) => (ENDED.has(decision) ? instanceIds : [])),
  ];
  try {
    const group = await breaker.update(launch.accountId, (record) =>
      settle(record, cause, launch.eventTime, settled),
    );
    if (!group) return;
    const names = new Map(examples.map(({ instanceId, name }) => [instanceId, name]));
    const instances = held.map((instanceId) => ({ instanceId, name: names.get(instanceId) ?? '' }));
    await breaker.keepLauncher(group.id, instances, launcher);
    await breaker.keepSettled(group.id, settled);
  } catch (error) {
    log.error('not remembered for the breaker', { instanceIds: [...held, ...settled], error });
  }
};
