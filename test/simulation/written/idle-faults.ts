import { isDoneByPeople } from '../faults/fault.ts';
import type { Script } from '../script.ts';
import type { Simulated } from '../simulate.ts';
import { sinceBegin } from '../time.ts';

/** The faults of a history that met nothing: that all holds in spite of them, was not tried. */
export const idleFaults = (
  { faults }: Pick<Script, 'faults'>,
  { strokes, seen }: Pick<Simulated, 'strokes' | 'seen'>,
): string[] =>
  faults
    .filter((fault) =>
      // It strikes no call: somebody meets it, or nobody does.
      isDoneByPeople(fault)
        ? !seen.injections.some(({ kind }) => kind === fault.kind)
        : !strokes.some((stroke) => stroke.fault === fault),
    )
    .map(({ kind, from, on = 'anything' }) => `${kind} at${sinceBegin(from)} on ${on}`);
