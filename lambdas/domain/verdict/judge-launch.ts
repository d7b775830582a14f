import type { RecordedLaunch } from '../record/launch.ts';
import { judgeTags } from './judge-tags.ts';
import type { OwnerTag } from './owner-tag.ts';

/** Whether every instance of the launch is compliant from its record alone; a truncated record never is. */
export const isCompliantAtLaunch = ({ complete, tags }: RecordedLaunch, ownerTag: OwnerTag): boolean =>
  complete && tags.every((instanceTags) => judgeTags(instanceTags, ownerTag).is === 'compliant');
