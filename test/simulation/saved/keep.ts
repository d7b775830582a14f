import type { Fault } from '../faults/fault.ts';
import { INVARIANTS, type Violation } from '../invariants/violation.ts';
import { scriptOf } from '../script.ts';
import { play, type Simulated } from '../simulate.ts';
import type { Stage } from '../stage.ts';
import { type History, scriptOfHistory } from './history.ts';
import { shrink } from './shrink.ts';
import { writeDown } from './write-down.ts';

/** A run that, played without lots, shows something else than it did. */
export class NotRepeated extends Error {
  override readonly name = 'NotRepeated';
  constructor(seed: number, wanted: readonly Violation[], found: readonly Violation[]) {
    const said = (violations: readonly Violation[]): string =>
      violations[0] ? INVARIANTS[violations[0].invariant] : 'that all holds';
    super(
      `Seed ${seed} cannot be written down: it shows "${said(wanted)}", and as a history "${said(found)}". Write one by hand.`,
    );
  }
}

/** Whether a run breaks the rule that was broken first; what else it breaks comes of the same, or shows more clearly. */
const isSame = ([first]: readonly Violation[], { violations }: Simulated): boolean =>
  first === undefined
    ? violations.length === 0
    : violations.some(({ invariant }) => invariant === first.invariant);

/**
 * Writes down what a seed makes happen today, as small as it can be for showing what it shows; whole where all holds.
 *
 * @throws NotRepeated
 */
export const historyOfSeed = async (seed: number, stage: Stage): Promise<History> => {
  const script = scriptOf(seed);
  const run = await play(`--seed ${seed}`, script, stage);
  const [first] = run.violations;
  const shows = first ? `${INVARIANTS[first.invariant]}: ${first.what}` : 'All holds.';
  const replay = (history: History): Promise<Simulated> => play('--history', scriptOfHistory(history), stage);
  const isEnough = async (history: History): Promise<boolean> =>
    isSame(run.violations, await replay(history));

  // A fault that strikes all the time is easier to read, and holds longer, than each of its strokes.
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
