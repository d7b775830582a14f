import { Ec2Region } from './ec2-region.ts';
import type { TagChange } from './tag-sets.ts';

/** Is called for each change, with its account and Region. */
export type Ec2Events = {
  readonly tagsChanged: (accountId: string, region: string, change: TagChange) => void;
  readonly reopened: (accountId: string, region: string, requestId: string) => void;
};

const NO_LISTENER: Ec2Events = { tagsChanged: () => {}, reopened: () => {} };

/** The embedded EC2: what CloudTrail's records show of it, in each account and Region. */
export class Ec2 {
  readonly #regions = new Map<string, Ec2Region>();
  readonly #events: Ec2Events;

  constructor(events: Ec2Events = NO_LISTENER) {
    this.#events = events;
  }

  in(accountId: string, region: string): Ec2Region {
    const key = `${accountId} ${region}`;
    const known =
      this.#regions.get(key) ??
      new Ec2Region({
        tagsChanged: (change) => this.#events.tagsChanged(accountId, region, change),
        reopened: (requestId) => this.#events.reopened(accountId, region, requestId),
      });
    this.#regions.set(key, known);
    return known;
  }
}
