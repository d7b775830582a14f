/** At least one. */
export type Some<Item> = readonly [Item, ...Item[]];

/** A random generator: the same seed gives the same numbers. It is the only source of randomness in a run. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, less than 1. Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<const Item>(items: Some<Item>): Item {
    return items[this.whole(0, items.length - 1)] ?? items[0];
  }

  /** One of several, each as likely as its weight says. */
  weigh<const Item>(items: Some<readonly [weight: number, Item]>): Item {
    let left = this.next() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return items[0][1];
  }

  /** A generator of its own: draws from it do not change what this one draws next. */
  fork(): Random {
    return new Random(this.whole(0, 0xffff_ffff));
  }
}
