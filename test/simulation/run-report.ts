import type { FaultKind } from './faults/fault.ts';
import type { Violation } from './invariants/violation.ts';
import { type Met, metIn } from './seen/met.ts';
import type { Simulated } from './simulate.ts';
import { MINUTE } from './time.ts';

/** What there is to tell of a run: plain data, which goes from thread to thread. */
export type RunReport = {
  /** What was played, as one says it to play it again. */
  readonly played: string;
  readonly kinds: readonly (readonly [FaultKind, number])[];
  /** What happened while executions were open. */
  readonly met: readonly (readonly [Met, number])[];
  readonly instances: number;
  readonly ended: number;
  readonly mails: number;
  readonly violations: readonly Violation[];
  /** What led to the first violation; empty where there is none. */
  readonly timeline: readonly string[];
};

const LONGEST_TIMELINE = 25;

/** What is told of the instance itself first of all, then what happened last. */
const timelineOf = ({ chronicle, violations }: Simulated): string[] => {
  const [first] = violations;
  if (!first) return [];
  const lines = chronicle.lines(0, first.at + MINUTE).map((line, index) => ({ line, index }));
  const { instanceId } = first;
  const own = lines.filter(({ line }) => instanceId !== null && line.includes(instanceId));
  const chosen = new Set(own.slice(-LONGEST_TIMELINE));
  for (const one of lines.toReversed()) if (chosen.size < LONGEST_TIMELINE) chosen.add(one);
  return [...chosen].sort((a, b) => a.index - b.index).map(({ line }) => line);
};

export const reportOf = (run: Simulated): RunReport => {
  const { played, seen, violations } = run;
  const kinds = Map.groupBy(seen.injections, ({ kind }) => kind);
  return {
    played,
    kinds: [...kinds].map(([kind, those]) => [kind, those.length] as const),
    met: [...Map.groupBy(metIn(seen), (met) => met)].map(([met, those]) => [met, those.length] as const),
    instances: seen.lives.size,
    ended: [...seen.lives.values()].filter(({ ended }) => ended?.by === 'service').length,
    mails: seen.mails.length,
    violations: [...violations].sort((a, b) => a.at - b.at),
    timeline: timelineOf(run),
  };
};
