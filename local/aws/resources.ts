import * as z from 'zod/mini';
import { isLookedFor } from '../../lambdas/aws/read-ec2-tags.ts';
import { hasOwnReader } from '../../lambdas/aws/read-tags.ts';
import { CreationMessage, creationIn } from '../../lambdas/domain/creation/creation.ts';
import type { Tag } from '../../lambdas/domain/instances.ts';
import type { ReadTags } from '../../lambdas/domain/reminder/reminder.ts';
import type { Entry } from '../entry.ts';

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html */
const TagCall = z.object({
  requestParameters: z.object({
    resourceARNList: z.array(z.string()),
    tags: z.optional(z.record(z.string(), z.string())),
    tagKeys: z.optional(z.array(z.string())),
  }),
});

type Known = {
  readonly resourceType: string;
  readonly accountId: string;
  readonly region: string;
  readonly tags: Map<string, string>;
  wasTagged: boolean;
};

/** A resource with its place, as its creation's record shows it. */
type KnownResource = Pick<Known, 'resourceType' | 'accountId' | 'region'> & {
  readonly arn: string;
  readonly tags: readonly Tag[];
};

/** What the records show to have been created, besides instances, with its tags: by ARN, in all accounts. */
export class Resources {
  readonly #known = new Map<string, Known>();

  /** Applies a record that creates something, or that tags it through the tagging API. Any other changes nothing. */
  apply({ accountId, region, eventName, record }: Entry): void {
    if (record.errorCode) return;
    if (record.eventSource === 'tagging.amazonaws.com') {
      const call = z.safeParse(TagCall, record).data?.requestParameters;
      for (const arn of call?.resourceARNList ?? []) {
        this.tag(arn, call?.tags ?? {});
        for (const key of call?.tagKeys ?? []) this.#known.get(arn)?.tags.delete(key);
      }
      return;
    }
    if (eventName === 'RunInstances') return;
    const message = z.safeParse(CreationMessage, { account: accountId, region, detail: record });
    if (!message.success) return;
    const recorded = creationIn(message.data);
    if (recorded.is !== 'creation') return;
    const { arns, resourceType, tags } = recorded.creation;
    for (const arn of arns) {
      if (!this.#known.has(arn)) {
        this.#known.set(arn, { resourceType, accountId, region, tags: new Map(), wasTagged: false });
      }
      this.tag(arn, Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value])));
    }
  }

  tag(arn: string, tags: Readonly<Record<string, string>>): void {
    const known = this.#known.get(arn);
    for (const [key, value] of Object.entries(tags)) known?.tags.set(key, value);
    if (known && known.tags.size > 0) known.wasTagged = true;
  }

  /** Deletes a resource. */
  remove(arn: string): void {
    this.#known.delete(arn);
  }

  /** Whether the records show that a resource was created, and nobody has deleted it. */
  isKnown(arn: string): boolean {
    return this.#known.has(arn);
  }

  /** The tags that were written by creation and by the tagging API. */
  tagsOf(arn: string): Tag[] {
    const known = this.#known.get(arn);
    return known ? tagsOf(known) : [];
  }

  all(): KnownResource[] {
    return [...this.#known].map(([arn, known]) => ({ ...known, arn, tags: tagsOf(known) }));
  }

  /** What AWS would answer about the tags of a resource. */
  read(arn: string, resourceType: string): ReadTags {
    const known = this.#known.get(arn);
    const isEc2 = resourceType.startsWith('ec2:');
    // DescribeTags shows no difference between what has no tags and what is gone, and only some types are looked for.
    if (!known && isEc2) return isLookedFor(resourceType) ? { is: 'gone' } : { is: 'tags', tags: [] };
    if (!known) return hasOwnReader(resourceType) ? { is: 'gone' } : { is: 'unreadable' };
    const isShown = known.wasTagged || isEc2 || hasOwnReader(resourceType);
    return isShown ? { is: 'tags', tags: tagsOf(known) } : { is: 'unreadable' };
  }
}

const tagsOf = ({ tags }: Known): Tag[] => [...tags].map(([key, value]) => ({ key, value }));
