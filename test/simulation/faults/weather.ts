import type { Random } from '../random.ts';
import type { Injection } from '../seen/seen.ts';
import { addressOf, type Fault, type FaultKind, type Target } from './fault.ts';

/** A fault that could have struck a target, and whether it did. */
export type Stroke = {
  readonly at: number;
  readonly address: string;
  readonly fault: Fault;
  readonly isStruck: boolean;
};

/** What goes wrong, moment by moment: every injector asks it whether to strike. */
export class Weather {
  /** In order. */
  readonly strokes: Stroke[] = [];
  readonly #faults: ReadonlyMap<FaultKind, readonly Fault[]>;
  readonly #random: Random;
  readonly #inject: (injection: Injection) => void;

  constructor(faults: readonly Fault[], random: Random, inject: (injection: Injection) => void) {
    this.#faults = Map.groupBy(faults, ({ kind }) => kind);
    this.#random = random;
    this.#inject = inject;
  }

  /** The fault of a kind that strikes a target here and now, if one does. It counts as having happened once it is told. */
  strike(kind: FaultKind, target: Target): Fault | undefined {
    const at = Date.now();
    const address = addressOf(target);
    const fault = this.#faults
      .get(kind)
      ?.find(
        ({ from, until, fn, on }) =>
          from <= at &&
          at < until &&
          (fn === undefined || fn === target.fn) &&
          (on === undefined || address.includes(on)),
      );
    if (!fault) return undefined;
    const isStruck = this.#random.chance(fault.chance);
    this.strokes.push({ at, address, fault, isStruck });
    return isStruck ? fault : undefined;
  }

  /** That a fault really did something. */
  tell(injection: Omit<Injection, 'at'>): void {
    this.#inject({ at: Date.now(), ...injection });
  }
}
