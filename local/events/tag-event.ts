import { iso } from '../../lambdas/domain/instant.ts';
import type { TagChange } from '../aws/tag-sets.ts';
import type { BusEvent } from './envelope.ts';

/**
 * What EventBridge tells of changed tags of an instance, at an instant (milliseconds since the epoch).
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tag-monitor.html
 */
export const tagEvent = (
  { accountId, region }: { readonly accountId: string; readonly region: string },
  { resourceId, changedKeys, tags, version }: TagChange,
  at: number,
): BusEvent => ({
  version: '0',
  id: `${resourceId}-tags-${version}`,
  source: 'aws.tag',
  'detail-type': 'Tag Change on Resource',
  account: accountId,
  region,
  // In whole seconds, as EventBridge tells time.
  time: iso(Math.floor(at / 1000) * 1000),
  resources: [`arn:aws:ec2:${region}:${accountId}:instance/${resourceId}`],
  detail: {
    'changed-tag-keys': changedKeys,
    service: 'ec2',
    'resource-type': 'instance',
    version,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  },
});
