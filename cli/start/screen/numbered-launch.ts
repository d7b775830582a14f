import { printable } from '../../../lambdas/domain/text.ts';
import type { PlayResult } from '../../../local/play.ts';
import type { LaunchRecord } from '../../../local/rows/launch-record.ts';

/** A launch as the screen shows it. */
export type NumberedLaunch = {
  /** From 1, in order of time. */
  readonly number: number;
  readonly record: LaunchRecord;
  readonly accountName: string;
  /** `250 × c6i.2xlarge "star-fusion"` */
  readonly instances: string;
  /** Who or what launched them. */
  readonly by: string;
};

const ORIGINS = { instance: 'instance', 'auto-scaling-group': 'Auto Scaling group' } as const;

/** Who launched, as last known; or what launched, if the records do not show that. */
const byOf = ({ unseenOrigins, launcher }: LaunchRecord): string => {
  const [origin] = unseenOrigins.values();
  return origin ? `${ORIGINS[origin.kind]} ${origin.id}, not in these records` : launcher.description;
};

/** Numbers the launches, and describes the instances of each. */
export const numberLaunches = (
  { recorder, ec2 }: Pick<PlayResult, 'recorder' | 'ec2'>,
  accountNames: ReadonlyMap<string, string>,
): NumberedLaunch[] =>
  recorder.launches.map((record, index) => {
    const { accountId, region } = record.launch;
    const ids = record.instanceIds();
    const [first = ''] = ids;
    const there = ec2.in(accountId, region);
    const named = record.launch.instanceIds.length;
    const truncated = named < ids.length ? ` (its record names ${named})` : '';
    const name = there.tagsOf(first).find(({ key }) => key === 'Name')?.value;
    return {
      number: index + 1,
      record,
      by: byOf(record),
      accountName: accountNames.get(accountId) ?? accountId,
      instances: printable(
        `${ids.length} × ${there.instanceTypeOf(first) ?? 'instance'}${name ? ` "${name}"` : ''}${truncated}`,
      ),
    };
  });
