import type { Fault } from '../faults/fault.ts';
import { INVARIANTS, type Violation } from '../invariants/violation.ts';
import { scriptOf } from '../script.ts';
import { play, type Simulated } from '../simulate.ts';
import type { Stage } from '../stage.ts';
import { type History, scriptOfHistory } from './history.ts';
import { shrink } from './shrink.ts';
import { writeDown } from './write-down.ts';

/** A run that breaks another rule, or none, when it is played as a history. */
export class NotRepeated extends Error {
  override readonly name = 'NotRepeated';
  constructor(seed: number, wanted: readonly Violation[], found: readonly Violation[]) {
    const said = (violations: readonly Violation[]): string =>
      violations[0] ? `breaks the rule "${INVARIANTS[violations[0].invariant]}"` : 'breaks no rule';
    super(
      `Seed ${seed} cannot be written as a history: the seed ${said(wanted)}, and the history ${said(found)}. Write one by hand.`,
    );
  }
}

/** Whether a run breaks the rule that was broken first. It may break others too; if none was broken, it must break none. */
const isSame = ([first]: readonly Violation[], { violations }: Simulated): boolean =>
  first === undefined
    ? violations.length === 0
    : violations.some(({ invariant }) => invariant === first.invariant);

/**
 * Writes the run of a seed as a history. If the run broke a rule, the history is reduced to what still breaks it.
 *
 * @throws NotRepeated
 */
export const historyOfSeed = async (seed: number, stage: Stage): Promise<History> => {
  const script = scriptOf(seed);
  const run = await play(`--seed ${seed}`, script, stage);
  const [first] = run.violations;
  const shows = first ? `${INVARIANTS[first.invariant]}: ${first.what}` : 'No rule is broken.';
  const replay = (history: History): Promise<Simulated> => play('--history', scriptOfHistory(history), stage);
  const isEnough = async (history: History): Promise<boolean> =>
    isSame(run.violations, await replay(history));

  // A fault that strikes every time is easier to read than its single strikes, and stays valid longer.
  let history = writeDown(shows, script, run);
  const whole = new Set<Fault>();
  for (const fault of script.faults) {
    const wider = writeDown(shows, script, run, new Set([...whole, fault]));
    if (!(await isEnough(wider))) continue;
    whole.add(fault);
    history = wider;
  }
  if (!(await isEnough(history)))
    throw new NotRepeated(seed, run.violations, (await replay(history)).violations);
  return first ? shrink(history, isEnough) : history;
};
