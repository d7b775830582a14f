import { lateWarningTime } from '../grace-period/deadline.ts';
import { executionName } from '../grace-period/execution-name.ts';
import type { GracePeriodInput } from '../grace-period/input.ts';
import { iso } from '../instant.ts';
import { nobody } from '../record/launcher.ts';
import type { Existing } from '../verdict/existing.ts';
import { type ToStart, toSecond } from './find.ts';

/** So many instances at the most in a mail to administrators, and values in a filter of EC2's. */
const MOST = 100;

/**
 * The executions that tell administrators of instances older than enforcement: one a Region and a hundred of them, since
 * on the first day there may be many.
 */
export const reportsOf = (
  old: readonly Existing[],
  accountId: string,
  account: GracePeriodInput['account'],
  now: Date,
): ToStart[] => {
  const eventTime = toSecond(now);
  return [...Map.groupBy(old, ({ region }) => region)].flatMap(([region, those]) => {
    const all = those.map(({ instance }) => instance.instanceId).sort();
    return Array.from({ length: Math.ceil(all.length / MOST) }, (_, index): ToStart => {
      const instanceIds = all.slice(index * MOST, (index + 1) * MOST);
      const launch: GracePeriodInput['launch'] = {
        accountId,
        region,
        key: { filter: 'instance-id', value: instanceIds.join(',') },
        eventTime,
        eventId: null,
        launcher: nobody('nobody known: launched before enforceLaunchesAfter'),
        instanceIds,
      };
      const input = { launch, cause: 'sweep', account, warnAt: iso(lateWarningTime(eventTime)) } as const;
      return { name: executionName(launch, 'sweep'), input };
    });
  });
};
