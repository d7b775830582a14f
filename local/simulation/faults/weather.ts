import type { Random } from '../random.ts';
import type { Injection } from '../seen/seen.ts';
import type { Fault, FaultKind } from './fault.ts';

/** What goes wrong, moment by moment: every injector asks it whether to strike. */
export class Weather {
  readonly #faults: ReadonlyMap<FaultKind, readonly Fault[]>;
  readonly #random: Random;
  readonly #inject: (injection: Injection) => void;

  constructor(faults: readonly Fault[], random: Random, inject: (injection: Injection) => void) {
    this.#faults = Map.groupBy(faults, ({ kind }) => kind);
    this.#random = random;
    this.#inject = inject;
  }

  /**
   * The fault of a kind that strikes here and now, if one does. It counts as having happened once it is told.
   *
   * @param caller the function that it would strike, if any
   */
  strike(kind: FaultKind, caller?: string): Fault | undefined {
    const now = Date.now();
    const fault = this.#faults
      .get(kind)
      ?.find(({ from, until, fn }) => from <= now && now < until && (fn === undefined || fn === caller));
    return fault && this.#random.chance(fault.chance) ? fault : undefined;
  }

  /** That a fault really did something. */
  tell(injection: Omit<Injection, 'at'>): void {
    this.#inject({ at: Date.now(), ...injection });
  }
}
