import { FAULT_KINDS, type FaultKind } from './faults/fault.ts';
import { COVERAGE, type CoverageKind } from './observed/met.ts';
import type { RunReport } from './run-report.ts';

/** How often something happened, and in how many runs. */
type Counted<Kind> = { readonly kind: Kind; readonly times: number; readonly runs: number };

class Counts<Kind> {
  readonly #all: readonly Kind[];
  readonly #counts = new Map<Kind, { times: number; runs: number }>();

  constructor(all: readonly Kind[]) {
    this.#all = all;
  }

  add(counted: readonly (readonly [Kind, number])[]): void {
    for (const [kind, times] of counted) {
      const known = this.#counts.get(kind) ?? { times: 0, runs: 0 };
      this.#counts.set(kind, { times: known.times + times, runs: known.runs + 1 });
    }
  }

  get(): Counted<Kind>[] {
    return this.#all.map((kind) => ({ kind, ...(this.#counts.get(kind) ?? { times: 0, runs: 0 }) }));
  }
}

/** All runs together. */
export class Tally {
  runs = 0;
  instances = 0;
  ended = 0;
  mails = 0;
  readonly failing: RunReport[] = [];
  readonly #kinds = new Counts<FaultKind>(FAULT_KINDS);
  readonly #coverage = new Counts<CoverageKind>(COVERAGE);

  add(report: RunReport): void {
    this.runs += 1;
    this.instances += report.instances;
    this.ended += report.ended;
    this.mails += report.mails;
    if (report.violations.length > 0) this.failing.push(report);
    this.#kinds.add(report.kinds);
    this.#coverage.add(report.coverage);
  }

  /** How often each kind of fault struck. */
  kinds(): Counted<FaultKind>[] {
    return this.#kinds.get();
  }

  /** How often each other event happened while executions were open. */
  coverage(): Counted<CoverageKind>[] {
    return this.#coverage.get();
  }

  /** The kinds that never struck or happened: the invariants were not tested against them. */
  missing(): (FaultKind | CoverageKind)[] {
    return [...this.kinds(), ...this.coverage()].flatMap(({ kind, times }) => (times === 0 ? [kind] : []));
  }
}
