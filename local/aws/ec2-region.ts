import type { Instance, Tag } from '../../lambdas/domain/instances.ts';
import { type LaunchKey, valuesOf } from '../../lambdas/domain/record/launch.ts';
import { Attachments } from './attachments.ts';
import { filterText, readFilterValue } from './ec2-filters.ts';
import {
  describedAs,
  type KnownInstance,
  type NewInstance,
  type NewReservation,
  type Switch,
} from './instance-state.ts';
import { SpotRequests } from './spot-requests.ts';
import { type TagChange, TagSets } from './tag-sets.ts';

/** Is called for each change, whether a record or the service made it. */
type Ec2Listener = {
  readonly tagsChanged: (change: TagChange) => void;
  /** An instance of an open persistent Spot request was terminated by a call of the service. */
  readonly reopened: (requestId: string) => void;
};

/** The instances and tags of one account and Region. Instants are milliseconds since the epoch. */
export class Ec2Region {
  readonly spotRequests = new SpotRequests();
  readonly attachments = new Attachments();
  readonly #listener: Ec2Listener;
  readonly #instances = new Map<string, KnownInstance>();
  readonly #tags: TagSets;
  readonly #launches = new Map<string, string[]>();

  constructor(listener: Ec2Listener) {
    this.#listener = listener;
    this.#tags = new TagSets(listener.tagsChanged);
  }

  /** Creates the instances of a launch. An instance that exists stays unchanged. */
  launch({ reservationId, clientToken, instances }: NewReservation, at = Date.now()): void {
    const keys: LaunchKey[] = [
      ...(reservationId ? [{ filter: 'reservation-id', value: reservationId } as const] : []),
      ...(clientToken ? [{ filter: 'client-token', value: clientToken } as const] : []),
    ];
    for (const born of instances) {
      if (this.#instances.has(born.instanceId)) continue;
      const { instanceId, isProtected, isStopProtected } = born;
      this.#instances.set(instanceId, {
        born,
        reservationId,
        clientToken,
        isRunning: true,
        switchedAt: at,
        startedAt: born.createdAt === null ? null : Date.parse(born.createdAt),
        isHibernated: false,
        isProtected,
        isStopProtected,
        endedAt: null,
      });
      this.createTags([instanceId], born.tags);
      this.#attach(born);
      for (const { filter, value } of keys) {
        const of = `${filter} ${value}`;
        this.#launches.set(of, [...(this.#launches.get(of) ?? []), instanceId]);
      }
    }
  }

  /** Attaches what a launch makes, with the tags that its call gives to it. */
  #attach({ instanceId, volumes, interfaces, tagsOfAttached }: NewInstance): void {
    const volumeIds = [...volumes.deleted, ...volumes.kept];
    for (const volumeId of volumeIds) this.attachments.attach(volumeId, instanceId);
    for (const { id, managedByAws } of interfaces) this.attachments.attach(id, instanceId, managedByAws);
    this.createTags(volumeIds, tagsOfAttached.volume);
    this.createTags(
      interfaces.flatMap(({ id, isNew }) => (isNew ? [id] : [])),
      tagsOfAttached['network-interface'],
    );
  }

  createTags(resourceIds: readonly string[], tags: readonly Tag[]): void {
    this.#tags.create(resourceIds, tags);
  }

  /** Deletes tags by key, or by key and value if a value is given. Deletes all of a resource's tags if none is given. */
  deleteTags(
    resourceIds: readonly string[],
    tags: readonly { key: string; value?: string | undefined }[],
  ): void {
    this.#tags.delete(resourceIds, tags);
  }

  /** Starts or stops instances at an instant. An instance that is already so, or has ended, stays unchanged. */
  setRunning(
    instanceIds: readonly string[],
    isRunning: boolean,
    { at = Date.now(), isHibernated = false }: Switch = {},
  ): void {
    for (const known of this.#those(instanceIds)) {
      if (known.isRunning === isRunning || known.endedAt !== null) continue;
      Object.assign(known, { isRunning, switchedAt: at, isHibernated });
      if (isRunning) known.startedAt = at;
    }
  }

  /** Sets protection; of what has ended, EC2 changes no attribute. */
  setProtected(
    instanceId: string,
    protection: Partial<Pick<KnownInstance, 'isProtected' | 'isStopProtected'>>,
  ): void {
    for (const known of this.#those([instanceId]))
      if (known.endedAt === null) Object.assign(known, protection);
  }

  /** Ends instances at an instant. An instance that has ended stays unchanged. */
  end(instanceIds: readonly string[], at: number): void {
    for (const known of this.#those(instanceIds)) known.endedAt ??= at;
  }

  /** The same for a call of the service. No record shows what follows, so this reports each Spot request that reopens. */
  terminate(instanceIds: readonly string[], at: number): void {
    for (const known of this.#those(instanceIds)) {
      const { spotRequestId } = known.born;
      if (known.endedAt !== null) continue;
      known.endedAt = at;
      if (spotRequestId && this.spotRequests.isPersistent(spotRequestId))
        this.#listener.reopened(spotRequestId);
    }
  }

  /** A Spot interruption: ends an instance, or stops it if its request says so. */
  interrupt(instanceId: string, at: number): void {
    const requestId = this.spotRequestOf(instanceId);
    const how = requestId === null ? 'terminate' : this.spotRequests.interruptionOf(requestId);
    if (how === 'terminate') this.end([instanceId], at);
    else this.setRunning([instanceId], false, { at, isHibernated: how === 'hibernate' });
  }

  isProtected(instanceId: string): boolean {
    return this.#instances.get(instanceId)?.isProtected ?? false;
  }

  isStopProtected(instanceId: string): boolean {
    return this.#instances.get(instanceId)?.isStopProtected ?? false;
  }

  /** The Spot request that an instance was launched for; null if it has none, or EC2 does not know the instance. */
  spotRequestOf(instanceId: string): string | null {
    return this.#instances.get(instanceId)?.born.spotRequestId ?? null;
  }

  /** An instance as EC2 describes it at an instant; undefined if EC2 does not show it. */
  describe(instanceId: string, now: number): Instance | undefined {
    const known = this.#instances.get(instanceId);
    return known && describedAs(known, this.tagsOf(instanceId), now);
  }

  /** When an instance was last started; null if unknown. */
  startedAt(instanceId: string): number | null {
    return this.#instances.get(instanceId)?.startedAt ?? null;
  }

  /** Known also for an instance that EC2 no longer shows. */
  instanceTypeOf(instanceId: string): string | undefined {
    return this.#instances.get(instanceId)?.born.instanceType;
  }

  tagsOf(resourceId: string): Tag[] {
    return this.#tags.of(resourceId);
  }

  /** The tags that IAM evaluates for a call. A simulation makes them lag. */
  tagsForIam(resourceId: string): Tag[] {
    return this.tagsOf(resourceId);
  }

  /** Ids of every instance of a launch, including those that have ended. */
  idsOf(key: LaunchKey): readonly string[] {
    return valuesOf(key).flatMap((value) => this.#named(key.filter, value));
  }

  /** Ids of the instances that a filter of DescribeInstances finds, including those that have ended. */
  filtered(filter: LaunchKey['filter'], values: readonly string[]): string[] {
    const found = values.flatMap((value) => {
      const read = readFilterValue(value);
      return read.is === 'text'
        ? this.#named(filter, read.text)
        : [...this.#instances.values()].flatMap((known) =>
            read.matches(filterText(known, filter) ?? '') ? [known.born.instanceId] : [],
          );
    });
    return [...new Set(found)];
  }

  #named(filter: LaunchKey['filter'], text: string): readonly string[] {
    if (filter === 'instance-id') return this.#instances.has(text) ? [text] : [];
    return this.#launches.get(`${filter} ${text}`) ?? [];
  }

  /** The volumes that were ever attached and still exist. Those that a launch made may end with their instance. */
  volumes(): { readonly volumeId: string; readonly isAttached: boolean }[] {
    return this.attachments
      .all()
      .filter((id) => id.startsWith('vol-'))
      .flatMap((volumeId): { volumeId: string; isAttached: boolean }[] => {
        const holders = [...this.#those(this.attachments.instancesOf(volumeId))];
        if (holders.some(({ endedAt }) => endedAt === null)) return [{ volumeId, isAttached: true }];
        const isGone = holders.some(({ born }) => born.volumes.deleted.includes(volumeId));
        return isGone ? [] : [{ volumeId, isAttached: false }];
      });
  }

  /** When a stopped instance was stopped; null for any other. */
  stoppedAt(instanceId: string): number | null {
    const known = this.#instances.get(instanceId);
    return known && !known.isRunning ? known.switchedAt : null;
  }

  /** Ids of all instances, including those that have ended. */
  all(): string[] {
    return [...this.#instances.keys()];
  }

  /** Ids of the instances that have not ended. */
  alive(): string[] {
    return [...this.#instances].flatMap(([instanceId, { endedAt }]) =>
      endedAt === null ? [instanceId] : [],
    );
  }

  /** The reservation id and client token of an instance's launch; undefined if EC2 never knew the instance. */
  launchOf(instanceId: string): Pick<NewReservation, 'reservationId' | 'clientToken'> | undefined {
    return this.#instances.get(instanceId);
  }

  #those(instanceIds: readonly string[]): KnownInstance[] {
    return instanceIds.flatMap((instanceId) => this.#instances.get(instanceId) ?? []);
  }
}
