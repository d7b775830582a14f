import * as z from 'zod/mini';
import { Instant, lenient } from './record.ts';

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
