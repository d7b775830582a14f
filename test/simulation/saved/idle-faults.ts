import { isDoneByPeople } from '../faults/fault.ts';
import type { Script } from '../script.ts';
import type { Simulated } from '../simulate.ts';
import { sinceBegin } from '../time.ts';

/** The faults of a history that met nothing: that all holds in spite of them, was not tried. */
export const idleFaults = (
  { faults }: Pick<Script, 'faults'>,
  { attempts, observed }: Pick<Simulated, 'attempts' | 'observed'>,
): string[] =>
  faults
    .filter((fault) =>
      // It strikes no call: somebody meets it, or nobody does.
      isDoneByPeople(fault)
        ? !observed.injections.some(({ kind }) => kind === fault.kind)
        : !attempts.some((attempt) => attempt.fault === fault),
    )
    .map(({ kind, from, on = 'anything' }) => `${kind} at${sinceBegin(from)} on ${on}`);
