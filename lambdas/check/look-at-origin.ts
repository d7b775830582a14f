import type { ReadGroupTags } from '../aws/read-group-tags.ts';
import type { InstanceReader } from '../aws/read-instances.ts';
import { OriginNotReadable } from '../domain/errors.ts';
import type { Launch } from '../domain/record/launch.ts';
import type { Tag } from '../domain/record/tag.ts';
import type { Instance } from '../domain/verdict/instance.ts';
import { judgeTags } from '../domain/verdict/judge-tags.ts';
import type { InheritOwner, Origin } from '../domain/verdict/origin.ts';
import { originOf } from '../domain/verdict/origin-of.ts';
import type { OwnerTag } from '../domain/verdict/owner-tag.ts';
import type { Verdict } from '../domain/verdict/verdict.ts';
import type { Log } from '../log.ts';
import { fillTags } from './fill-tags.ts';
import { twice } from './twice.ts';

/** What launched the instances, with the tags that it has; `origin` is null where nothing did, or nothing is to tell. */
export type SeenOrigin = { readonly origin: Origin | null; readonly tags: readonly Tag[] };

export type OriginSources = {
  readonly reader: InstanceReader;
  readonly readGroupTags: ReadGroupTags;
  readonly log: Log;
};

const tagsOf = async (
  { accountId, region }: Launch,
  { kind, id }: Pick<Origin, 'kind' | 'id'>,
  { reader, readGroupTags }: OriginSources,
  ownerTag: OwnerTag,
): Promise<readonly Tag[]> => {
  switch (kind) {
    case 'auto-scaling-group': {
      const tags = await readGroupTags(accountId, region, id);
      return tags.length > 0 ? tags : readGroupTags(accountId, region, id);
    }
    case 'instance': {
      const parent = await twice(
        () => reader.instance(id),
        (found) => found === null,
      );
      if (!parent) return [];
      const [filled = parent] = await fillTags(reader, [parent], ownerTag);
      return filled.tags;
    }
    default:
      return kind satisfies never;
  }
};

/** An instance, and what is known of it alone. */
export type Judged = { readonly instance: Instance; readonly verdict: Verdict };

/**
 * Looks at what launched instances, where one of them is to be told of.
 *
 * @throws OriginNotReadable when the look fails and an instance would inherit: judged without it, the instance would be
 *   warned of and terminated. The state machine retries, and at last tells that nothing was judged.
 */
export const lookAtOrigin = async (
  launch: Launch,
  judged: readonly Judged[],
  policy: { readonly ownerTag: OwnerTag; readonly inheritOwner: InheritOwner },
  sources: OriginSources,
): Promise<SeenOrigin> => {
  const { ownerTag, inheritOwner } = policy;
  const named = originOf(
    launch,
    judged.map(({ instance }) => instance),
  );
  if (!named || !judged.some(({ verdict: { is } }) => is === 'noncompliant' || is === 'invalid')) {
    return { origin: null, tags: [] };
  }
  try {
    const tags = await tagsOf(launch, named, sources, ownerTag);
    const isOwned = judgeTags(tags, ownerTag).is === 'compliant';
    const owner = isOwned ? (tags.find((tag) => tag.key === ownerTag.key)?.value ?? null) : null;
    return { origin: { ...named, owner }, tags };
  } catch (cause) {
    const wouldInherit = judged.some(
      ({ verdict: { reason } }) => reason === 'owner-missing' || reason === 'owner-empty',
    );
    if (wouldInherit && inheritOwner.includes(named.kind)) {
      throw new OriginNotReadable(named.kind, named.id, { cause });
    }
    sources.log.warn('origin not readable', { launch, origin: named, error: cause });
    return { origin: { ...named, owner: null }, tags: [] };
  }
};
