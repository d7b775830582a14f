import type { FaultKind } from '../faults/fault.ts';
import type { Script } from '../script.ts';
import type { Simulated } from '../simulate.ts';
import { sinceBegin } from '../time.ts';

const DONE_BY_PEOPLE = new Set<FaultKind>([
  'paused',
  'mistaken-deploy',
  'unmatched-deploy',
  'deploy',
  'redriven',
  'by-hand',
  'decided',
]);

/** The faults of a history that met nothing: that all holds in spite of them, was not tried. */
export const idleFaults = (
  { faults }: Pick<Script, 'faults'>,
  { strokes, seen }: Pick<Simulated, 'strokes' | 'seen'>,
): string[] =>
  faults
    .filter((fault) =>
      // A pause and a deploy strike no call: somebody meets them, or nobody does.
      DONE_BY_PEOPLE.has(fault.kind)
        ? !seen.injections.some(({ kind }) => kind === fault.kind)
        : !strokes.some((stroke) => stroke.fault === fault),
    )
    .map(({ kind, from, on = 'anything' }) => `${kind} at${sinceBegin(from)} on ${on}`);
