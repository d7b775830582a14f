import { compare } from '../../infra/compare.ts';
import type { UserOfAccount } from '../aws/iam-users.ts';
import type { Entry } from '../input/entry.ts';
import { type Sighting, sightingsOf } from './sighting.ts';

const keyOf = ({ accountId, userId }: UserOfAccount): string => `${accountId} ${userId}`;

const isEarlier = (a: Sighting, b: Sighting): boolean =>
  a.at < b.at || (a.at === b.at && compare(a.userName, b.userName) < 0);

/** The users of whom the records of a history tell, in whatever order they are read. */
export class Sightings {
  /** The first of each user: who was renamed has the name of then. */
  readonly #first = new Map<string, Sighting>();
  readonly #created = new Set<string>();

  take(entry: Entry): void {
    for (const sighting of sightingsOf(entry)) {
      const key = keyOf(sighting);
      const known = this.#first.get(key);
      if (!known || isEarlier(sighting, known)) this.#first.set(key, sighting);
      if (sighting.isNew) this.#created.add(key);
    }
  }

  /**
   * The users that there were before the history: those listed today, and those whom the records tell of, but for those
   * created in it.
   */
  usersBefore(listed: readonly UserOfAccount[]): UserOfAccount[] {
    const users = new Map<string, UserOfAccount>(listed.map((user) => [keyOf(user), user]));
    for (const [key, { accountId, userName, userId }] of this.#first) {
      users.set(key, { accountId, userName, userId });
    }
    return [...users]
      .filter(([key]) => !this.#created.has(key))
      .sort(([a], [b]) => compare(a, b))
      .map(([, user]) => user);
  }
}
