import { lateWarningTime } from '../grace-period/deadline.ts';
import { executionName } from '../grace-period/execution-name.ts';
import type { Cause, GracePeriodInput } from '../grace-period/input.ts';
import { iso } from '../instant.ts';
import { nobody } from '../record/launcher.ts';
import type { Candidate, ExistingInstance } from './classify.ts';

/** A candidate that no open execution judges; `isHeld` if a pause or a released breaker group held it. */
export type UnjudgedCandidate = Candidate & { readonly isHeld: boolean };

/** An execution to start. */
export type ExecutionToStart = { readonly name: string; readonly input: GracePeriodInput };

const LAUNCHER_DESCRIPTIONS: Readonly<Record<Extract<Cause, 'sweep' | 'resume'>, string>> = {
  sweep: 'an instance that was found without an Owner',
  resume: 'an instance that was held, and is no longer',
};

/** A time in whole seconds, as CloudTrail writes it. */
export const toSecond = (time: Date): string => iso(Math.floor(time.getTime() / 1000) * 1000);

/**
 * The grace periods that begin now: for each reservation, one for the instances that were found, and one for
 * those that were held. They are apart because the breaker does not count the latter.
 */
export const gracePeriodsOf = (
  candidates: readonly UnjudgedCandidate[],
  accountId: string,
  account: GracePeriodInput['account'],
  now: Date,
): ExecutionToStart[] => {
  const eventTime = toSecond(now);
  const reservations = Map.groupBy(candidates, ({ region, reservationId, isHeld }) =>
    [region, reservationId, isHeld].join(' '),
  );
  return [...reservations.values()].flatMap((those): ExecutionToStart[] => {
    const [first] = those;
    if (!first) return [];
    const cause = first.isHeld ? 'resume' : 'sweep';
    const [launchedAt] = those.flatMap(({ instance }) => instance.createdAt ?? []).sort();
    const launch: GracePeriodInput['launch'] = {
      accountId,
      region: first.region,
      key: { filter: 'reservation-id', value: first.reservationId },
      eventTime,
      ...(launchedAt ? { launchedAt } : {}),
      eventId: null,
      launcher: nobody(LAUNCHER_DESCRIPTIONS[cause]),
      instanceIds: those.map(({ instance }) => instance.instanceId).sort(),
    };
    const input = { launch, cause, account, warnAt: iso(lateWarningTime(eventTime)) } as const;
    return [{ name: executionName(launch, cause), input }];
  });
};

/** The most instances in a mail to administrators, and in a filter of EC2. */
const MAX_INSTANCES = 100;

/**
 * The executions that report instances older than enforcement to administrators: one for each Region and each
 * hundred instances, because there may be many on the first day.
 */
export const reportsOf = (
  old: readonly ExistingInstance[],
  accountId: string,
  account: GracePeriodInput['account'],
  now: Date,
): ExecutionToStart[] => {
  const eventTime = toSecond(now);
  return [...Map.groupBy(old, ({ region }) => region)].flatMap(([region, those]) => {
    const all = those.map(({ instance }) => instance.instanceId).sort();
    return Array.from({ length: Math.ceil(all.length / MAX_INSTANCES) }, (_, index): ExecutionToStart => {
      const instanceIds = all.slice(index * MAX_INSTANCES, (index + 1) * MAX_INSTANCES);
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
