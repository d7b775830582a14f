import type { FaultKind } from './faults/fault.ts';
import type { Violation } from './invariants/violation.ts';
import { type CoverageKind, coverageOf } from './observed/met.ts';
import type { Simulated } from './simulate.ts';
import { MINUTE } from './time.ts';

/** The report of a run: plain data, since it is sent from one thread to another. */
export type RunReport = {
  /** The arguments that play the run again: `--seed 7`. */
  readonly played: string;
  readonly kinds: readonly (readonly [FaultKind, number])[];
  /** What happened while executions were open. */
  readonly coverage: readonly (readonly [CoverageKind, number])[];
  readonly instances: number;
  readonly ended: number;
  readonly mails: number;
  readonly violations: readonly Violation[];
  /** What led to the first violation; empty where there is none. */
  readonly timeline: readonly string[];
};

const MAX_TIMELINE = 25;

/** The last lines before the first violation, those that name its instance first. */
const timelineOf = ({ eventLog, violations }: Simulated): string[] => {
  const [first] = violations;
  if (!first) return [];
  const lines = eventLog.lines(0, first.at + MINUTE).map((line, index) => ({ line, index }));
  const { instanceId } = first;
  const own = lines.filter(({ line }) => instanceId !== null && line.includes(instanceId));
  const chosen = new Set(own.slice(-MAX_TIMELINE));
  for (const one of lines.toReversed()) if (chosen.size < MAX_TIMELINE) chosen.add(one);
  return [...chosen].sort((a, b) => a.index - b.index).map(({ line }) => line);
};

export const reportOf = (run: Simulated): RunReport => {
  const { played, observed, violations } = run;
  const kinds = Map.groupBy(observed.injections, ({ kind }) => kind);
  return {
    played,
    kinds: [...kinds].map(([kind, those]) => [kind, those.length] as const),
    coverage: [...Map.groupBy(coverageOf(observed), (coverage) => coverage)].map(
      ([coverage, those]) => [coverage, those.length] as const,
    ),
    instances: observed.instances.size,
    ended: [...observed.instances.values()].filter(({ ended }) => ended?.by === 'service').length,
    mails: observed.mails.length,
    violations: [...violations].sort((a, b) => a.at - b.at),
    timeline: timelineOf(run),
  };
};
