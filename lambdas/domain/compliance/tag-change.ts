import * as z from 'zod/mini';
import type { Launch } from '../record/launch.ts';
import { nobody } from '../record/launcher.ts';
import { Instant, lenient } from '../record/record.ts';
import { judgeTags, type OwnerTag } from './owner-rule.ts';
import type { Verdict } from './verdict.ts';

/** The source of every event about changed tags. */
export const TAG_EVENTS = 'aws.tag';

const INSTANCE_ARN = /:instance\/(i-\w+)$/;

/** Reads the instance's id from `resources`, which holds its ARN alone. */
const InstanceId = z.pipe(
  z.tuple([z.string().check(z.regex(INSTANCE_ARN, "expected an instance's ARN"))]),
  z.transform(([arn]) => INSTANCE_ARN.exec(arn)?.[1] ?? ''),
);

/**
 * The event that EventBridge delivers when an instance's tags change, with the fields that this service reads.
 * It shows neither who changed the tags nor what they were.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
export const TagChangeEvent = z.object({
  id: z.string(),
  source: z.literal(TAG_EVENTS),
  account: z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits')),
  region: z.string().check(z.minLength(1)),
  time: Instant,
  resources: InstanceId,
  detail: z.object({
    service: z.literal('ec2'),
    'resource-type': z.literal('instance'),
    /** The version of the tag set: 1 for the first tags that the instance ever had. */
    version: lenient(z.number()),
    /** All its tags now. Unreadable tags count as none: the execution that begins checks the instance itself. */
    tags: z.catch(z.record(z.string(), z.string()), {}),
  }),
});
export type TagChangeEvent = z.infer<typeof TagChangeEvent>;

/** What a change of an instance's tags means. */
export type TagChange =
  /** No grace period begins: the tags clear the instance, or they are its first, so that no Owner was removed. */
  | { readonly is: 'ignored'; readonly instanceId: string; readonly why: Verdict['reason'] | 'first-tags' }
  | { readonly is: 'untagged'; readonly launch: Launch; readonly verdict: Verdict };

/**
 * Decides whether a change of tags begins a grace period. An instance's first tags do not: the grace period of
 * its launch covers them. The launch's record names the launcher, and may not have come yet.
 */
export const tagChange = (
  { id, account, region, time, resources: instanceId, detail }: TagChangeEvent,
  ownerTag: OwnerTag,
): TagChange => {
  const tags = Object.entries(detail.tags).map(([key, value]) => ({ key, value }));
  const verdict = judgeTags(tags, ownerTag);
  // Whoever took the Owner away left near misses that disagree: the launcher is asked, as at a launch.
  const isAsked = verdict.is === 'noncompliant' || verdict.reason === 'near-misses-disagree';
  if (!isAsked) return { is: 'ignored', instanceId, why: verdict.reason };
  if (detail.version === 1) return { is: 'ignored', instanceId, why: 'first-tags' };
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
