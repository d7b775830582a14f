import { TAG_EVENTS } from '../lambdas/domain/verdict/tag-change.ts';
import type { EventPattern } from './event-pattern.ts';

/** What every event of changed tags is, of whatever resource and key. */
export const TAG_CHANGES = {
  source: [TAG_EVENTS],
  'detail-type': ['Tag Change on Resource'],
};

/**
 * The event pattern of an instance whose Owner tag changed, in whatever case: a near miss counts as an Owner until it is
 * corrected. EventBridge tells of every service's tags, and needs no trail for it.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
export const tagChangePattern = (ownerTagKey: string): EventPattern => ({
  ...TAG_CHANGES,
  detail: {
    service: ['ec2'],
    'resource-type': ['instance'],
    'changed-tag-keys': [{ 'equals-ignore-case': ownerTagKey }],
  },
});
