import { isDoneByPeople } from '../faults/fault.ts';
import type { Script } from '../script.ts';
import type { Simulated } from '../simulate.ts';
import { sinceBegin } from '../time.ts';

/** The faults of a history that struck nothing, so that the run does not test the service against them. */
export const idleFaults = (
  { faults }: Pick<Script, 'faults'>,
  { attempts, observed }: Pick<Simulated, 'attempts' | 'observed'>,
): string[] =>
  faults
    .filter((fault) =>
      // People cause it, so it counts once something in the run reported it.
      isDoneByPeople(fault)
        ? !observed.injections.some(({ kind }) => kind === fault.kind)
        : !attempts.some((attempt) => attempt.fault === fault),
    )
    .map(({ kind, from, on = 'anything' }) => `${kind} at${sinceBegin(from)} on ${on}`);
