import { minutesAfter } from '../instant.ts';
import type { Launch } from '../record/launch.ts';
import { ownGracePeriodEnd, type Timing, warningTime } from './deadline.ts';
import { warnedBefore } from './earlier-rounds.ts';
import { executionName, keyName, keyNames } from './execution-name.ts';
import type { Cause, CheckInput, GracePeriodInput } from './input.ts';

/** An instance, by every id that can be the key of its execution. */
export type InstanceNames = {
  readonly region: string;
  readonly instanceId: string;
  /** Null if only the instance is known. */
  readonly reservationId: string | null;
  readonly clientToken: string | null;
};

/** An open execution, as far as it is known. Instants are milliseconds since the epoch. */
export type OpenExecution = {
  readonly name: string;
  readonly startedAt: number;
  readonly cause: Cause;
  readonly region: string;
  /** The key names of its launch, as in execution names. */
  readonly keyNames: readonly string[];
  readonly instanceIds: readonly string[];
  /** When its grace period began. */
  readonly eventTime: number | null;
  /** As configured when it began; absent where that was not read. */
  readonly gracePeriodMinutes?: number | undefined;
};

const namesOf = ({ instanceId, reservationId, clientToken }: InstanceNames): string[] => [
  keyName({ filter: 'instance-id', value: instanceId }),
  ...(reservationId ? [keyName({ filter: 'reservation-id', value: reservationId })] : []),
  ...(clientToken ? [keyName({ filter: 'client-token', value: clientToken })] : []),
];

/** The open executions that judge the instance: those of its launch, and those of the instance itself. */
const executionsJudging = (instance: InstanceNames, open: readonly OpenExecution[]): OpenExecution[] => {
  const names = namesOf(instance);
  return open.filter(
    (one) =>
      one.region === instance.region &&
      (one.instanceIds.includes(instance.instanceId) || one.keyNames.some((name) => names.includes(name))),
  );
};

/** Whether an open execution judges the instance already. An instance has one grace period at a time. */
export const hasOpenGracePeriod = (instance: InstanceNames, open: readonly OpenExecution[]): boolean =>
  executionsJudging(instance, open).length > 0;

/**
 * Whether open executions judge a launch already: one has a key of the launch, or each instance that the launch
 * names is judged by one.
 */
export const hasLaunchOpenGracePeriod = (
  launch: Pick<Launch, 'region' | 'key' | 'clientToken' | 'instanceIds'>,
  open: readonly OpenExecution[],
): boolean => {
  const { region, instanceIds } = launch;
  const names = keyNames(launch);
  if (open.some((one) => one.region === region && one.keyNames.some((name) => names.includes(name))))
    return true;
  const named = { region, reservationId: null, clientToken: null };
  return (
    instanceIds.length > 0 &&
    instanceIds.every((instanceId) => hasOpenGracePeriod({ ...named, instanceId }, open))
  );
};

/** If the first check comes this much after `warnAt`, the execution was started late, perhaps by hand. */
const LATE_MINUTES = 5;

/**
 * Whether another grace period of the same instances may have begun before this one. A launch whose record came
 * in time always has the first, unless somebody started its execution again by hand: then its first warning is
 * late.
 */
export const mayBeSecondGracePeriod = (input: CheckInput, timing: Timing, now: Date): boolean => {
  const { launch, cause, warnAt } = input;
  const warned = warnedBefore(input).at;
  const first = warned === null ? now.getTime() : Date.parse(warned);
  return (
    cause !== 'launch' ||
    Date.parse(warnAt) > warningTime(launch.eventTime, timing) ||
    first > minutesAfter(warnAt, LATE_MINUTES)
  );
};

/**
 * Until when an execution leaves an instance alone because the Owner was removed during the grace period of its launch, in
 * milliseconds since the epoch: until that period is over. Null if the execution does not wait.
 */
export const waitsUntil = (
  { cause, eventTime, gracePeriodMinutes }: Pick<OpenExecution, 'cause' | 'eventTime' | 'gracePeriodMinutes'>,
  createdAt: string | null,
  timing: Timing,
): number | null => {
  if (cause !== 'untagged' || createdAt === null || eventTime === null) return null;
  const own = { ...timing, gracePeriodMinutes: gracePeriodMinutes ?? timing.gracePeriodMinutes };
  return eventTime < minutesAfter(createdAt, own.gracePeriodMinutes)
    ? ownGracePeriodEnd(createdAt, own)
    : null;
};

/**
 * The earliest deadline that an execution can have, in milliseconds since the epoch; null if its name does not
 * show it. An execution that no launch began may have been started late, for example by hand, and gives the
 * whole grace period from then on.
 */
export const earliestDeadlineOf = (
  { cause, eventTime, startedAt }: OpenExecution,
  { gracePeriodMinutes }: Timing,
): number | null =>
  eventTime === null
    ? null
    : (cause === 'launch' ? eventTime : Math.max(eventTime, startedAt)) + gracePeriodMinutes * 60_000;

/**
 * Whether an open execution judges the instance because its Owner was removed between two instants, in milliseconds since the
 * epoch.
 */
export const beganForRemovalWithin = (
  instance: Pick<InstanceNames, 'region' | 'instanceId'>,
  [from, until]: readonly [from: number, until: number],
  open: readonly OpenExecution[],
): boolean =>
  executionsJudging({ ...instance, reservationId: null, clientToken: null }, open).some(
    ({ cause, eventTime }) =>
      cause === 'untagged' && eventTime !== null && from <= eventTime && eventTime <= until,
  );

/** Since when an execution judges an instance, in milliseconds since the epoch. */
const judgesSince = (one: OpenExecution, createdAt: string | null, timing: Timing): number =>
  Math.max(one.startedAt, waitsUntil(one, createdAt, timing) ?? 0);

/**
 * Whether another execution, which began earlier, judges the instance. Of two grace periods of one instance,
 * only the one that began first judges it while it is open; otherwise people would get two deadlines. Both
 * executions come to the same answer. If `open` does not list this execution, the answer is no.
 */
export const isJudgedByEarlierExecution = (
  { launch, cause, gracePeriodMinutes }: Pick<GracePeriodInput, 'launch' | 'cause' | 'gracePeriodMinutes'>,
  instance: InstanceNames & { readonly createdAt: string | null },
  open: readonly OpenExecution[],
  timing: Timing,
): boolean => {
  const name = executionName(launch, cause);
  // If an administrator started it by hand, it has another name, but the same cause, time and key.
  const own =
    open.find((one) => one.name === name) ??
    open.find(
      (one) =>
        one.cause === cause &&
        one.eventTime === Date.parse(launch.eventTime) &&
        one.keyNames.includes(keyName(launch.key)),
    );
  if (!own) return false;
  const since = judgesSince({ ...own, gracePeriodMinutes }, instance.createdAt, timing);
  return executionsJudging(instance, open).some((one) => {
    const before = judgesSince(one, instance.createdAt, timing) - since;
    return one.name !== own.name && (before < 0 || (before === 0 && one.name < own.name));
  });
};
