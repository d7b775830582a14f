import { groupInstances } from '../group-instances.ts';
import { iso, minutesAfter } from '../instant.ts';
import type { Tool } from '../record/tool.ts';
import type { Instance } from '../verdict/instance.ts';
import { judgeLaunched, type Rule } from '../verdict/judge-launched.ts';
import type { InheritOwner, Origin } from '../verdict/origin.ts';
import { isFrom } from '../verdict/origin-of.ts';
import { isRepairable, isTerminable, type Verdict } from '../verdict/verdict.ts';
import { deadline, endOfYouth, LOOK_UP_MINUTES, type Timing } from './deadline.ts';
import { foldValues } from './fold-values.ts';
import type { CheckInput } from './input.ts';
import { instanceLine } from './instance-line.ts';
import { launchedIn } from './launched-in.ts';
import type { Mode } from './mode.ts';
import type { RepairOrder } from './order.ts';
import { LISTED, type Plan } from './round.ts';
import { setAside } from './set-aside.ts';
import { warnedSoFar } from './warned-so-far.ts';

/** What `check` saw: the launch's instances, and what launched them for somebody. */
export type Seen = {
  readonly instances: readonly Instance[];
  readonly origin: Origin | null;
  readonly tools: readonly Tool[];
  /** Whether the service is paused; false where that cannot be read: before acting, `terminate` reads it again. */
  readonly paused: boolean;
};

export type Policy = Rule & {
  readonly timing: Timing;
  readonly inheritOwner: InheritOwner;
  /** Of the account. Where it is not listed, `planUnlisted` plans. */
  readonly mode: Exclude<Mode, 'not-listed'>;
};

/**
 * Judges a launch's instances as they stand and plans the round: what to repair, to warn of, to terminate, and
 * when to check again. An instance is terminated only after it was warned of, and noncompliant still.
 */
export const plan = (
  input: CheckInput,
  { instances, origin, tools, paused }: Seen,
  policy: Policy,
  now: Date,
): Plan => {
  const { inheritOwner, mode } = policy;
  const timing = noticeOf(input, policy.timing);
  const parent = origin && inheritOwner.includes(origin.kind) ? origin : null;
  const { instanceIds } = input.launch;
  const launched = launchedIn(input);
  const found = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const known = [...instanceIds, ...(input.check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  // A sweep begins with what it found of a reservation: whatever else is in it has had a grace period of its own.
  const all = [...new Set(input.cause === 'launch' ? [...known, ...found.keys()] : known)].sort();
  const youth = endsOfYouth([...found.values()], input, timing, now);
  const ours = all.filter((instanceId) => !youth.has(instanceId));
  const judgedEach = ours.map((instanceId) => {
    const instance = found.get(instanceId);
    const verdict: Verdict = instance
      ? judgeLaunched(instance, launched, policy, now, parent && isFrom(instance, parent) ? parent : null)
      : { is: 'gone', reason: 'not-found' };
    const { availabilityZone = '', isSpot = false } = instance ?? {};
    return { instanceId, verdict, availabilityZone, isSpot };
  });

  const judged = foldValues(judgedEach);
  const repairable = judged.flatMap(({ verdict, instanceId }) =>
    isRepairable(verdict) ? [{ owner: verdict.owner, why: whyRepair(verdict), instanceId }] : [],
  );

  // In dry-run administrators alone were told: nobody was warned, and the grace period begins anew.
  const isFirstEnforced = mode === 'enforce' && input.check !== undefined && modeBefore(input) !== 'enforce';
  const warned = isFirstEnforced ? { instanceIds: [], at: null } : warnedSoFar(input);
  const begunAt = isFirstEnforced ? iso(now) : input.check?.begunAt;
  const eventTime = begunAt ?? input.launch.eventTime;
  const isWarned = new Set(warned.instanceIds);
  const isOver = setAside(input);
  // What a redriven execution leaves, the sweep takes up, or has: two would tell two deadlines.
  const isRedriven = (input.redrives ?? 0) > 0;
  const terminable = judged.filter(
    ({ verdict, instanceId }) => isTerminable(verdict) && !isOver.has(instanceId) && !isRedriven,
  );
  const toWarn = terminable
    .filter(({ instanceId }) => !isWarned.has(instanceId))
    .map((one) => one.instanceId);
  const end = deadline(eventTime, warned.at, timing);
  const isDue = now.getTime() >= end;
  const due = isDue ? terminable.filter(({ instanceId }) => isWarned.has(instanceId)) : [];
  const checkedAt = iso(now);
  const deadlineOfNew = iso(deadline(eventTime, checkedAt, timing));

  return {
    checkedAt,
    mode,
    ...(begunAt === undefined ? {} : { begunAt }),
    findings: groupInstances(judged, ({ verdict }) => ({ verdict })),
    warned,
    toRepair: groupInstances(repairable, ({ owner, why }) => ({ owner, why })),
    toWarn,
    toTerminate: groupInstances(mode === 'enforce' ? due : [], ({ availabilityZone, isSpot }) =>
      isSpot ? { availabilityZone, isSpot } : { availabilityZone },
    ),
    ...(mode === 'dry-run' && due.length > 0
      ? { wouldTerminate: due.map(({ instanceId }) => instanceId) }
      : {}),
    deadline: deadlineOfNew,
    ...(due.length > 0 ? { dueAt: iso(end) } : {}),
    until:
      toWarn.length > 0
        ? deadlineOfNew
        : nextLook(ours.length > 0 && !isDue && !isRedriven ? [end] : [...youth.values()]),
    examples: [...judged]
      .sort((a, b) => urgency(a.verdict) - urgency(b.verdict))
      .flatMap(({ instanceId }) => found.get(instanceId) ?? [])
      .slice(0, LISTED)
      .map(instanceLine),
    origin,
    paused,
    tools: [...tools],
  };
};

/** The mode in which the last notice was written. */
const modeBefore = ({ check, account }: CheckInput): Mode => check?.mode ?? account.mode;

/** What no launch began has its whole grace period from the warning on, whenever that comes: the first look may not know yet. */
const noticeOf = ({ cause }: CheckInput, timing: Timing): Timing =>
  cause === 'launch'
    ? timing
    : {
        ...timing,
        minimumNoticeMinutes: Math.max(
          timing.minimumNoticeMinutes,
          timing.gracePeriodMinutes - LOOK_UP_MINUTES,
        ),
      };

/**
 * Instances whose Owner was taken away while their launch's own grace period runs, and when that is over: it judges them,
 * though its record may come after the event of the tag, and two would warn of them. Who launched them with an Owner has no
 * such execution: therefore what lives then is looked at again.
 */
const endsOfYouth = (
  instances: readonly Instance[],
  { cause, launch }: CheckInput,
  timing: Timing,
  now: Date,
): ReadonlyMap<string, number> => {
  if (cause !== 'untagged') return new Map();
  const young = instances.flatMap(({ instanceId, createdAt }) => {
    const isYoung =
      !!createdAt && Date.parse(launch.eventTime) < minutesAfter(createdAt, timing.gracePeriodMinutes);
    return isYoung ? [[instanceId, endOfYouth(createdAt, timing)] as const] : [];
  });
  return new Map(young.filter(([, end]) => now.getTime() < end));
};

const nextLook = (times: readonly number[]): string | null =>
  times.length === 0 ? null : iso(Math.max(...times));

const whyRepair = (verdict: Verdict): RepairOrder['why'] =>
  verdict.reason === 'inheritable' ? 'inherited' : 'near-miss';

const urgency = (verdict: Verdict): number =>
  ['noncompliant', 'invalid', 'exempt', 'compliant', 'gone'].indexOf(verdict.is);
