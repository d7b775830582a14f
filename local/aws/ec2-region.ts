import type { InstanceReader } from '../../lambdas/aws/read-instances.ts';
import type { Instance } from '../../lambdas/domain/instance.ts';
import type { LaunchKey } from '../../lambdas/domain/launch.ts';
import type { Tag } from '../../lambdas/domain/tag.ts';

/** An instance as its launch makes it. */
export type NewInstance = {
  readonly instanceId: string;
  readonly instanceType: string;
  readonly availabilityZone: string;
  readonly managedByAws: boolean;
  readonly isProtected: boolean;
  readonly tags: readonly Tag[];
  readonly volumes: Instance['volumes'];
};

export type NewReservation = {
  readonly reservationId: string | null;
  readonly clientToken: string | null;
  readonly instances: readonly NewInstance[];
};

/** EC2 shuts an instance down in about a minute, and shows a terminated one for about an hour. */
const SHUTTING_DOWN_MS = 60_000;
const SHOWN_MS = 60 * 60_000;

type Known = {
  readonly born: NewInstance;
  readonly keys: readonly LaunchKey[];
  isRunning: boolean;
  isProtected: boolean;
  endedAt: number | null;
};

/** The instances and tags of one account and Region. Instants are milliseconds since the epoch. */
export class Ec2Region {
  readonly #instances = new Map<string, Known>();
  /** By resource, then by key. A tag may be written in the same second as its instance, so before it is known. */
  readonly #tags = new Map<string, Map<string, string>>();
  readonly #launches = new Map<string, string[]>();

  /** Creates the instances of a launch; one that exists is left as it is. */
  launch({ reservationId, clientToken, instances }: NewReservation): void {
    const keys: LaunchKey[] = [
      ...(reservationId ? [{ filter: 'reservation-id', value: reservationId } as const] : []),
      ...(clientToken ? [{ filter: 'client-token', value: clientToken } as const] : []),
    ];
    for (const born of instances) {
      if (this.#instances.has(born.instanceId)) continue;
      const { instanceId, isProtected } = born;
      this.#instances.set(instanceId, { born, keys, isRunning: true, isProtected, endedAt: null });
      this.createTags([instanceId], born.tags);
      for (const { filter, value } of keys) {
        const of = `${filter} ${value}`;
        this.#launches.set(of, [...(this.#launches.get(of) ?? []), instanceId]);
      }
    }
  }

  createTags(resourceIds: readonly string[], tags: readonly Tag[]): void {
    for (const resourceId of resourceIds) {
      const known = this.#tags.get(resourceId) ?? new Map<string, string>();
      for (const { key, value } of tags) known.set(key, value);
      this.#tags.set(resourceId, known);
    }
  }

  /** Deletes tags by key; one with a value only if the tag has it; all of a resource's if none is given. */
  deleteTags(
    resourceIds: readonly string[],
    tags: readonly { key: string; value?: string | undefined }[],
  ): void {
    for (const resourceId of resourceIds) {
      const known = this.#tags.get(resourceId);
      if (tags.length === 0) known?.clear();
      for (const { key, value } of tags) {
        if (value === undefined || known?.get(key) === value) known?.delete(key);
      }
    }
  }

  setRunning(instanceIds: readonly string[], isRunning: boolean): void {
    for (const instanceId of instanceIds) {
      const known = this.#instances.get(instanceId);
      if (known) known.isRunning = isRunning;
    }
  }

  setProtected(instanceId: string, isProtected: boolean): void {
    const known = this.#instances.get(instanceId);
    if (known) known.isProtected = isProtected;
  }

  /** Ends instances at an instant; what has ended is left as it is. */
  end(instanceIds: readonly string[], at: number): void {
    for (const instanceId of instanceIds) {
      const known = this.#instances.get(instanceId);
      if (known) known.endedAt ??= at;
    }
  }

  isProtected(instanceId: string): boolean {
    return this.#instances.get(instanceId)?.isProtected ?? false;
  }

  /** An instance as EC2 describes it at an instant; undefined if it shows none. */
  describe(instanceId: string, now: number): Instance | undefined {
    const known = this.#instances.get(instanceId);
    if (!known) return undefined;
    const ended = known.endedAt === null ? null : now - known.endedAt;
    if (ended !== null && ended >= SHOWN_MS) return undefined;
    const alive = known.isRunning ? 'running' : 'stopped';
    const { instanceType, availabilityZone, managedByAws, volumes } = known.born;
    return {
      instanceId,
      state: ended === null ? alive : ended < SHUTTING_DOWN_MS ? 'shutting-down' : 'terminated',
      instanceType,
      availabilityZone,
      managedByAws,
      tags: this.tagsOf(instanceId),
      volumes,
    };
  }

  /** Also of an instance that EC2 shows no more. */
  instanceTypeOf(instanceId: string): string | undefined {
    return this.#instances.get(instanceId)?.born.instanceType;
  }

  tagsOf(resourceId: string): Tag[] {
    return [...(this.#tags.get(resourceId) ?? [])].map(([key, value]) => ({ key, value }));
  }

  /** Ids of every instance of a launch, also of those that have ended. */
  idsOf({ filter, value }: LaunchKey): readonly string[] {
    return this.#launches.get(`${filter} ${value}`) ?? [];
  }

  /** What `check` sees of it. */
  reader(): InstanceReader {
    return {
      find: async (key) => this.idsOf(key).flatMap((id) => this.describe(id, Date.now()) ?? []),
      instance: async (instanceId) => this.describe(instanceId, Date.now()) ?? null,
      tags: async (instanceIds) => new Map(instanceIds.map((id) => [id, this.tagsOf(id)])),
    };
  }
}
