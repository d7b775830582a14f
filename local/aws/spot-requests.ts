import type { JsonObject } from '../../infra/json.ts';

/** A Spot request, as far as the records tell of it. */
type SpotRequest = {
  isPersistent: boolean;
  isOpen: boolean;
  /** The record of the last launch for it; null before the first. */
  launch: JsonObject | null;
};

/** The Spot requests of one account and Region. */
export class SpotRequests {
  readonly #requests = new Map<string, SpotRequest>();

  /** A request was made. Whether it is persistent, its own record tells, or that of the launch which made it. */
  ask(requestId: string, isPersistent: boolean): void {
    const known = this.#of(requestId);
    known.isPersistent ||= isPersistent;
  }

  /** A request was fulfilled. */
  launch(requestId: string, record: JsonObject): void {
    this.#of(requestId).launch = record;
  }

  /** @returns whether there is such a request */
  cancel(requestId: string): boolean {
    const known = this.#requests.get(requestId);
    if (known) known.isOpen = false;
    return known !== undefined;
  }

  /** Whether a request launches another instance for one that ends. */
  isPersistent(requestId: string): boolean {
    const known = this.#requests.get(requestId);
    return known?.isOpen === true && known.isPersistent;
  }

  /** The record of the last launch for a request. */
  launchOf(requestId: string): JsonObject | null {
    return this.#requests.get(requestId)?.launch ?? null;
  }

  #of(requestId: string): SpotRequest {
    const known = this.#requests.get(requestId) ?? { isPersistent: false, isOpen: true, launch: null };
    this.#requests.set(requestId, known);
    return known;
  }
}
