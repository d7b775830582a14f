import type { Injection } from '../observed/seen.ts';
import type { Random } from '../random.ts';
import { addressOf, type Fault, type FaultKind, type Target } from './fault.ts';

/** A fault that could have struck a target, and whether it did. */
export type FaultAttempt = {
  readonly at: number;
  readonly address: string;
  readonly fault: Fault;
  readonly hasStruck: boolean;
};

/** Decides whether a fault strikes a call or an event, and collects the faults that did. */
export class FaultInjector {
  /** In order. */
  readonly attempts: FaultAttempt[] = [];
  readonly #faults: ReadonlyMap<FaultKind, readonly Fault[]>;
  readonly #random: Random;
  readonly #inject: (injection: Injection) => void;

  constructor(faults: readonly Fault[], random: Random, inject: (injection: Injection) => void) {
    this.#faults = Map.groupBy(faults, ({ kind }) => kind);
    this.#random = random;
    this.#inject = inject;
  }

  /** The fault of a kind that strikes a target now, if one does. It counts as having happened once `report` is called. */
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
    const hasStruck = this.#random.chance(fault.chance);
    this.attempts.push({ at, address, fault, hasStruck });
    return hasStruck ? fault : undefined;
  }

  /** Reports that a fault had an effect. */
  report(injection: Omit<Injection, 'at'>): void {
    this.#inject({ at: Date.now(), ...injection });
  }
}
