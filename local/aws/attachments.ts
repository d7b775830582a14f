import * as z from 'zod';
import { Tag } from '../../lambdas/domain/instances.ts';
import type { PropagatedType } from '../../lambdas/domain/propagation/attachment.ts';

/** What is attached to the instances of one account and Region. */
export class Attachments {
  readonly #instances = new Map<string, Set<string>>();
  /** The same, by instance. */
  readonly #resources = new Map<string, Set<string>>();
  readonly #managed = new Set<string>();
  /** Interfaces, by the id of their attachment. */
  readonly #interfaces = new Map<string, string>();

  /** @param managedByAws whether an AWS service made the resource for itself */
  attach(resourceId: string, instanceId: string, managedByAws = false): void {
    this.#instances.set(resourceId, (this.#instances.get(resourceId) ?? new Set()).add(instanceId));
    this.#resources.set(instanceId, (this.#resources.get(instanceId) ?? new Set()).add(resourceId));
    if (managedByAws) this.#managed.add(resourceId);
  }

  attachInterface(resourceId: string, instanceId: string, attachmentId: string): void {
    this.attach(resourceId, instanceId);
    this.#interfaces.set(attachmentId, resourceId);
  }

  /** Detaches a volume from one instance, or from all if none is given. */
  detach(resourceId: string, instanceId?: string): void {
    for (const one of instanceId === undefined ? this.instancesOf(resourceId) : [instanceId]) {
      this.#instances.get(resourceId)?.delete(one);
      this.#resources.get(one)?.delete(resourceId);
    }
  }

  detachInterface(attachmentId: string): void {
    this.detach(this.#interfaces.get(attachmentId) ?? '');
  }

  /** The resources of this type that are attached to one of the instances. */
  of(type: PropagatedType, instanceIds: readonly string[]): string[] {
    const prefix = type === 'volume' ? 'vol-' : 'eni-';
    const found = instanceIds.flatMap((instanceId) => [...(this.#resources.get(instanceId) ?? [])]);
    return [...new Set(found)].filter((resourceId) => resourceId.startsWith(prefix));
  }

  /** Everything that is or was attached. */
  all(): string[] {
    return [...this.#instances.keys()];
  }

  /** Whether EC2 has the resource, which may be attached to nothing any more. */
  isKnown(resourceId: string): boolean {
    return this.#instances.has(resourceId);
  }

  instancesOf(resourceId: string): string[] {
    return [...(this.#instances.get(resourceId) ?? [])];
  }

  isManaged(resourceId: string): boolean {
    return this.#managed.has(resourceId);
  }
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);

const Call = z.object({
  requestParameters: z.object({
    volumeId: text,
    networkInterfaceId: text,
    instanceId: text,
    attachmentId: text,
    tagSpecificationSet: z
      .object({ items: z.array(z.object({ tags: z.array(Tag).catch([]) })) })
      .catch({ items: [] }),
  }),
  responseElements: z
    .object({
      volumeId: text,
      attachmentId: text,
      networkInterface: z.object({ networkInterfaceId: text }).catch({ networkInterfaceId: undefined }),
    })
    .nullish()
    .catch(null),
});

/** The calls that make, attach or detach what may be attached to an instance. */
export const ATTACHMENT_CALLS: readonly string[] = [
  'CreateVolume',
  'AttachVolume',
  'DetachVolume',
  'CreateNetworkInterface',
  'AttachNetworkInterface',
  'DetachNetworkInterface',
];

/**
 * Applies the record of such a call.
 *
 * @param tag writes the tags that a call gives to what it makes
 */
export const applyAttachmentRecord = (
  attachments: Attachments,
  eventName: string,
  record: unknown,
  tag: (resourceId: string, tags: readonly Tag[]) => void,
): void => {
  const parsed = Call.safeParse(record);
  if (!parsed.success) return;
  const { requestParameters: request, responseElements: response } = parsed.data;
  const { volumeId, networkInterfaceId, instanceId, attachmentId } = request;
  switch (eventName) {
    case 'CreateVolume':
    case 'CreateNetworkInterface': {
      const made = response?.volumeId ?? response?.networkInterface.networkInterfaceId;
      const tags = request.tagSpecificationSet.items.flatMap((one) => one.tags);
      if (made) tag(made, tags);
      return;
    }
    case 'AttachVolume':
      if (volumeId && instanceId) attachments.attach(volumeId, instanceId);
      return;
    case 'DetachVolume':
      if (volumeId) attachments.detach(volumeId, instanceId);
      return;
    case 'AttachNetworkInterface':
      if (networkInterfaceId && instanceId) {
        attachments.attachInterface(networkInterfaceId, instanceId, response?.attachmentId ?? '');
      }
      return;
    case 'DetachNetworkInterface':
      if (attachmentId) attachments.detachInterface(attachmentId);
      return;
  }
};
