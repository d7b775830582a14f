import { Ec2Region } from './ec2-region.ts';

/** The embedded EC2: what CloudTrail's records tell of it, in each account and Region. */
export class Ec2 {
  readonly #regions = new Map<string, Ec2Region>();

  in(accountId: string, region: string): Ec2Region {
    const key = `${accountId} ${region}`;
    const known = this.#regions.get(key) ?? new Ec2Region();
    this.#regions.set(key, known);
    return known;
  }
}
