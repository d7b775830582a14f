import { nobody } from '../launcher/launcher.ts';
import { judgeTags } from '../verdict/judge-tags.ts';
import type { OwnerTag } from '../verdict/owner-tag.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Launch } from './launch.ts';
import type { TagChangeEvent } from './tag-change.ts';

/** What a change of an instance's tags means. */
export type TagChange =
  /** Nothing to begin: its tags clear it, or they are the first that it ever had, so that nothing was taken away. */
  | { readonly is: 'no-matter'; readonly instanceId: string; readonly why: Verdict['reason'] | 'first-tags' }
  | { readonly is: 'untagged'; readonly launch: Launch; readonly verdict: Verdict };

/**
 * Reads a change of an instance's tags. Tags that it gets in its launch, or as its first, are its launch's matter: the
 * record may not have come yet, and knows the launcher.
 */
export const tagChange = (
  { id, account, region, time, resources: instanceId, detail }: TagChangeEvent,
  ownerTag: OwnerTag,
): TagChange => {
  const tags = Object.entries(detail.tags).map(([key, value]) => ({ key, value }));
  const verdict = judgeTags(tags, ownerTag);
  if (verdict.is !== 'noncompliant') return { is: 'no-matter', instanceId, why: verdict.reason };
  if (detail.version === 1) return { is: 'no-matter', instanceId, why: 'first-tags' };
  return {
    is: 'untagged',
    verdict,
    launch: {
      accountId: account,
      region,
      key: { filter: 'instance-id', value: instanceId },
      eventTime: time,
      eventId: id,
      launcher: nobody('an instance whose Owner was taken away'),
      instanceIds: [instanceId],
    },
  };
};
