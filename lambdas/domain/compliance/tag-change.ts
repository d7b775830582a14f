import * as z from 'zod/mini';
import type { Launch } from '../record/launch.ts';
import { nobody } from '../record/launcher.ts';
import { Instant, lenient } from '../record/record.ts';
import { judgeTags, type OwnerTag } from './owner-rule.ts';
import type { Verdict } from './verdict.ts';

/** Of every event that tells of changed tags. */
export const TAG_EVENTS = 'aws.tag';

const INSTANCE_ARN = /:instance\/(i-\w+)$/;

/** What stands in `resources`: the instance's ARN. */
const InstanceId = z.pipe(
  z.tuple([z.string().check(z.regex(INSTANCE_ARN, "expected an instance's ARN"))]),
  z.transform(([arn]) => INSTANCE_ARN.exec(arn)?.[1] ?? ''),
);

/**
 * What EventBridge delivers of an instance whose tags changed, down to what this service reads of it. It names neither
 * who changed them nor what they were.
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
    /** Of the tag set: 1 for the first tags that the instance ever had. */
    version: lenient(z.number()),
    /** All that it has now. Not readable, it counts as none: what an execution then finds is what counts. */
    tags: z.catch(z.record(z.string(), z.string()), {}),
  }),
});
export type TagChangeEvent = z.infer<typeof TagChangeEvent>;

/** What a change of an instance's tags means. */
export type TagChange =
  /** Nothing to begin: its tags clear it, or they are the first that it ever had, so that nothing was taken away. */
  | { readonly is: 'ignored'; readonly instanceId: string; readonly why: Verdict['reason'] | 'first-tags' }
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
  if (verdict.is !== 'noncompliant') return { is: 'ignored', instanceId, why: verdict.reason };
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
