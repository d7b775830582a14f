import type { BreakerTable } from '../aws/breaker-table.ts';
import type { FindOpenExecutions } from '../aws/open-executions.ts';
import type { InstanceReader, LaunchNames } from '../aws/read-instances.ts';
import { heldByOtherGroups } from '../breaker/count-and-hold.ts';
import type { Timing } from '../domain/grace-period/deadline.ts';
import { executionName } from '../domain/grace-period/execution-name.ts';
import type { CheckInput } from '../domain/grace-period/input.ts';
import {
  beganForRemovalWithin,
  isJudgedByEarlierExecution,
  mayBeSecondGracePeriod,
  type OpenExecution,
} from '../domain/grace-period/open-grace-periods.ts';
import { type JudgedElsewhere, NONE_JUDGED_ELSEWHERE } from '../domain/grace-period/plan.ts';
import type { Plan } from '../domain/grace-period/round.ts';
import type { Instance } from '../domain/instances.ts';
import { minutesAfter } from '../domain/instant.ts';
import type { Log } from '../log.ts';

type ElsewhereSources = {
  readonly reader: Pick<InstanceReader, 'names'>;
  readonly openExecutions: FindOpenExecutions;
  readonly breaker: Pick<BreakerTable, 'read' | 'joined'>;
  readonly log: Log;
};

const idsOf = (orders: Plan['toTerminate']): string[] => orders.flatMap(({ instanceIds }) => instanceIds);

const wasJudgedElsewhere = ({ check }: CheckInput, instanceId: string): boolean =>
  check !== undefined &&
  !check.over?.includes(instanceId) &&
  !check.findings.some(({ instanceIds }) => instanceIds.includes(instanceId));

/** The deadline that the mail named, or the present one, if that is earlier. Later changes belong to another grace period. */
const firstDeadline = ({ dueAt = '', told = dueAt }: Plan): number =>
  Math.min(Date.parse(told), Date.parse(dueAt));

/**
 * Of the instances that are about to be terminated, those that were checked since their deadline: an Owner may have been
 * written after that check, and removed again.
 */
const dueBefore = ({ check }: CheckInput, planned: Plan): string[] =>
  check && Date.parse(check.checkedAt) >= firstDeadline(planned) ? idsOf(planned.toTerminate) : [];

/**
 * From the end of the grace period until its warning, where the warning came later; in milliseconds since the epoch. An Owner that
 * was removed meanwhile began another grace period. The check that warned may not have known of it.
 */
const betweenEndAndWarning = (
  { launch, gracePeriodMinutes }: CheckInput,
  { warned }: Plan,
  timing: Timing,
): [from: number, until: number] => [
  minutesAfter(launch.eventTime, gracePeriodMinutes ?? timing.gracePeriodMinutes),
  warned.at === null ? 0 : Date.parse(warned.at),
];

/**
 * Finds, among the instances that are about to be warned about or terminated, those that an execution judges which began
 * before. The list may lack an execution that was started a moment ago. So it is read a minute after the beginning, and again
 * at the deadline, in case the first reading failed. Among those that were checked since their deadline, it also finds those
 * whose Owner was removed since. If the list cannot be read, it finds none: a second warning is better than none.
 */
const judgedByAnother = async (
  input: CheckInput,
  planned: Plan,
  instances: readonly Instance[],
  timing: Timing,
  { reader, openExecutions, log }: ElsewhereSources,
): Promise<JudgedElsewhere> => {
  const { checkedAt, toWarn, toTerminate } = planned;
  const isSecond = mayBeSecondGracePeriod(input, timing, new Date(checkedAt));
  const asked = isSecond ? [...toWarn, ...idsOf(toTerminate)] : [];
  const due = dueBefore(input, planned);
  if (asked.length === 0 && due.length === 0) return NONE_JUDGED_ELSEWHERE;
  const { accountId, region } = input.launch;
  const own = executionName(input.launch, input.cause);
  /** The name does not show whether an execution waits for the launch's own grace period. */
  const mayWait = ({ name, cause, instanceIds }: OpenExecution): boolean =>
    cause === 'untagged' && name !== own && instanceIds.some((id) => asked.includes(id));
  try {
    const open = await openExecutions(accountId, [region], 'keys', mayWait);
    const names = asked.length === 0 ? new Map<string, LaunchNames>() : await reader.names(asked);
    const first = instances.filter(({ instanceId, createdAt }) => {
      const { reservationId = null, clientToken = null } = names.get(instanceId) ?? {};
      const named = { region, instanceId, reservationId, clientToken, createdAt };
      return asked.includes(instanceId) && isJudgedByEarlierExecution(input, named, open, timing);
    });
    const isBegunAnew = (instanceId: string, ...when: [from: number, until: number]): boolean =>
      beganForRemovalWithin({ region, instanceId }, when, open);
    const unseen = betweenEndAndWarning(input, planned, timing);
    return {
      waiting: new Set(first.map(({ instanceId }) => instanceId)),
      excluded: new Set([
        ...due.filter((instanceId) =>
          isBegunAnew(instanceId, firstDeadline(planned), Number.POSITIVE_INFINITY),
        ),
        ...idsOf(toTerminate).filter((instanceId) => isBegunAnew(instanceId, ...unseen)),
      ]),
    };
  } catch (error) {
    log.warn('other-executions-unknown', { launch: input.launch, error });
    // What the last check left to another execution is still left to it: that one may have warned.
    return {
      ...NONE_JUDGED_ELSEWHERE,
      waiting: new Set(asked.filter((instanceId) => wasJudgedElsewhere(input, instanceId))),
    };
  }
};

/**
 * Finds, among the instances that are about to be warned about or terminated, those that a breaker group holds for another
 * grace period. An instance of a launch whose record came in time can be in one only after its deadline. If the breaker cannot
 * be read, no instance of a launch that may be in a group is terminated yet; for the others, `terminate` reads it again.
 */
const heldByAnother = async (
  input: CheckInput,
  planned: Plan,
  timing: Timing,
  { breaker, log }: ElsewhereSources,
): Promise<JudgedElsewhere> => {
  const { checkedAt, mode, toWarn, toTerminate } = planned;
  const isSecond = mayBeSecondGracePeriod(input, timing, new Date(checkedAt));
  const due = isSecond ? idsOf(toTerminate) : dueBefore(input, planned);
  try {
    const asked = isSecond ? [...toWarn, ...due] : due;
    const held = await heldByOtherGroups(input, asked, breaker, mode === 'enforce');
    return { ...NONE_JUDGED_ELSEWHERE, excluded: new Set(held) };
  } catch (error) {
    log.warn('groups-not-readable', { launch: input.launch, error });
    return { ...NONE_JUDGED_ELSEWHERE, waiting: new Set(input.cause === 'launch' ? due : []) };
  }
};

/** The instances of a plan that another execution judges, or another breaker group holds. */
export const findJudgedElsewhere = async (
  input: CheckInput,
  planned: Plan,
  instances: readonly Instance[],
  timing: Timing,
  sources: ElsewhereSources,
): Promise<JudgedElsewhere> => {
  const judged = await judgedByAnother(input, planned, instances, timing, sources);
  const held = await heldByAnother(input, planned, timing, sources);
  return {
    waiting: new Set([...judged.waiting, ...held.waiting]),
    excluded: new Set([...judged.excluded, ...held.excluded]),
  };
};
