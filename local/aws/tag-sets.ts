import type { Tag } from '../../lambdas/domain/instances.ts';

/** The change of a resource's tags by one call. */
export type TagChange = {
  readonly resourceId: string;
  readonly changedKeys: readonly string[];
  /** All of its tags after the change. */
  readonly tags: readonly Tag[];
  /** The number of changes so far: 1 for the first tags that the resource had. */
  readonly version: number;
};

type TagSet = { readonly values: Map<string, string>; version: number };

/** The tags of one account and Region, by resource. Tags may come before the resource that is created in the same second. */
export class TagSets {
  readonly #sets = new Map<string, TagSet>();
  readonly #changed: (change: TagChange) => void;

  constructor(changed: (change: TagChange) => void) {
    this.#changed = changed;
  }

  create(resourceIds: readonly string[], tags: readonly Tag[]): void {
    for (const resourceId of resourceIds) {
      const set = this.#sets.get(resourceId) ?? { values: new Map<string, string>(), version: 0 };
      this.#sets.set(resourceId, set);
      const changed = tags.filter(({ key, value }) => set.values.get(key) !== value);
      for (const { key, value } of changed) set.values.set(key, value);
      this.#notify(
        resourceId,
        set,
        changed.map(({ key }) => key),
      );
    }
  }

  /** Deletes tags by key, or by key and value if a value is given. Deletes all of a resource's tags if none is given. */
  delete(resourceIds: readonly string[], tags: readonly { key: string; value?: string | undefined }[]): void {
    for (const resourceId of resourceIds) {
      const set = this.#sets.get(resourceId);
      if (!set) continue;
      const asked = tags.length > 0 ? tags : [...set.values.keys()].map((key) => ({ key, value: undefined }));
      const deleted = asked.filter(
        ({ key, value }) =>
          set.values.has(key) &&
          (value === undefined || set.values.get(key) === value) &&
          set.values.delete(key),
      );
      this.#notify(
        resourceId,
        set,
        deleted.map(({ key }) => key),
      );
    }
  }

  of(resourceId: string): Tag[] {
    return [...(this.#sets.get(resourceId)?.values ?? [])].map(([key, value]) => ({ key, value }));
  }

  #notify(resourceId: string, set: TagSet, changedKeys: readonly string[]): void {
    if (changedKeys.length === 0) return;
    set.version += 1;
    this.#changed({ resourceId, changedKeys, tags: this.of(resourceId), version: set.version });
  }
}
