import { FAULT_KINDS, type FaultKind } from './faults/fault.ts';
import type { RunReport } from './run-report.ts';

/** All runs together. */
export class Tally {
  runs = 0;
  instances = 0;
  ended = 0;
  mails = 0;
  readonly failing: RunReport[] = [];
  readonly #kinds = new Map<FaultKind, { times: number; runs: number }>();

  add(report: RunReport): void {
    this.runs += 1;
    this.instances += report.instances;
    this.ended += report.ended;
    this.mails += report.mails;
    if (report.violations.length > 0) this.failing.push(report);
    for (const [kind, times] of report.kinds) {
      const known = this.#kinds.get(kind) ?? { times: 0, runs: 0 };
      this.#kinds.set(kind, { times: known.times + times, runs: known.runs + 1 });
    }
  }

  /** Each kind of fault, how often it struck, and in how many runs. */
  kinds(): { readonly kind: FaultKind; readonly times: number; readonly runs: number }[] {
    return FAULT_KINDS.map((kind) => ({ kind, ...(this.#kinds.get(kind) ?? { times: 0, runs: 0 }) }));
  }

  /** Those that never struck: what is said to hold was not tried against them. */
  missing(): FaultKind[] {
    return this.kinds().flatMap(({ kind, times }) => (times === 0 ? [kind] : []));
  }
}
