import { groupInstances, type Instance, type Tag } from '../instances.ts';
import { iso, minutesAfter } from '../instant.ts';
import { type InheritOwner, isFrom, type Origin, type Tool } from '../launcher/origin.ts';
import { judgeLaunched, type Rule } from '../verdict/judge-instance.ts';
import { isRepairable, isTerminable, type Verdict } from '../verdict/verdict.ts';
import { deadline, LOOK_UP_MINUTES, type Timing } from './deadline.ts';
import { foldValues } from './fold-values.ts';
import type { CheckInput } from './input.ts';
import { instanceLine } from './instance-line.ts';
import { launchedIn } from './launched-in.ts';
import {
  endsOfYouth,
  isLongMissing,
  LOOK_AGAIN_MINUTES,
  latest,
  missingSince,
  soonest,
} from './look-again.ts';
import type { Mode } from './mode.ts';
import type { RepairOrder } from './order.ts';
import { LISTED, type Plan } from './round.ts';
import { setAside } from './set-aside.ts';
import { warnedSoFar } from './warned-so-far.ts';

/** What `check` saw: the launch's instances, and what launched them for somebody. */
export type Seen = {
  readonly instances: readonly Instance[];
  readonly origins: readonly Origin[];
  readonly tools: readonly Tool[];
  /** Whether the service is paused; false where that cannot be read: before acting, `terminate` reads it again. */
  readonly paused: boolean;
  /** Whether the breaker holds this grace period; the same. */
  readonly held: boolean;
};

/** Instances that other open executions judge. */
export type Others = {
  /** By one that began before: they are looked at again when that may be over. */
  readonly first: ReadonlySet<string>;
  /** By one that began anew, since their Owner was taken away after the deadline here. */
  readonly anew: ReadonlySet<string>;
};
export const NO_OTHERS: Others = { first: new Set(), anew: new Set() };

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
  { instances, origins, tools, paused, held }: Seen,
  policy: Policy,
  now: Date,
  { first, anew }: Others = NO_OTHERS,
): Plan => {
  const { inheritOwner, mode } = policy;
  const timing = noticeOf(input, policy.timing);
  const originMissingSince = missingSince(input, origins, now);
  const isLookedFor = !isLongMissing(originMissingSince, timing, now);
  const parents = origins
    .filter(({ kind }) => inheritOwner.includes(kind))
    .map((origin) => ({ ...origin, isNotFound: origin.isNotFound && isLookedFor }));
  const { instanceIds } = input.launch;
  // In dry-run it only says what it would hold.
  const isHeld = held && mode === 'enforce';
  const launched = launchedIn(input);
  const found = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const known = [...instanceIds, ...(input.check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  // A sweep begins with what it found of a reservation: whatever else is in it has had a grace period of its own.
  const all = [...new Set(input.cause === 'launch' ? [...known, ...found.keys()] : known)].sort();
  const youth = endsOfYouth([...found.values()], input, timing, now);
  const checkedAt = iso(now);
  const waiting = new Map([
    ...youth,
    ...[...first].map((id) => [id, minutesAfter(checkedAt, LOOK_AGAIN_MINUTES)] as const),
  ]);
  const wasOver = new Set([...(input.check?.over ?? []), ...anew]);
  const wasCleared = clearedAtDeadline(input, timing);
  const judgedAll = all.flatMap((instanceId) => {
    if (waiting.has(instanceId) || wasOver.has(instanceId)) return [];
    const instance = found.get(instanceId);
    const verdict: Verdict = instance
      ? judgeLaunched(instance, launched, policy, now, parents.find((one) => isFrom(instance, one)) ?? null)
      : { is: 'gone', reason: 'not-found' };
    const { availabilityZone = '', isSpot = false, tags = [] } = instance ?? {};
    const values = isRepairable(verdict) ? valuesUnder(policy.ownerTag.key, tags) : [];
    return [{ instanceId, verdict, over: values, availabilityZone, isSpot }];
  });
  const isOverNow = ({ verdict, instanceId }: (typeof judgedAll)[number]): boolean =>
    isTerminable(verdict) && wasCleared.has(instanceId);
  const over = [...wasOver, ...judgedAll.filter(isOverNow).map(({ instanceId }) => instanceId)];

  const judged = foldValues(judgedAll.filter((one) => !isOverNow(one)));
  const repairable = judged.flatMap(({ verdict, over: values, instanceId }) =>
    isRepairable(verdict)
      ? [{ owner: verdict.owner, why: whyRepair(verdict), over: values, instanceId }]
      : [],
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
  // Of what the breaker holds, people are told together, and nobody is told of an end that will not come.
  const toWarn = (isHeld ? [] : terminable)
    .filter(({ instanceId }) => !isWarned.has(instanceId))
    .map((one) => one.instanceId);
  const end = deadline(eventTime, warned.at, timing);
  const isDue = !isHeld && now.getTime() >= end;
  const due = isDue ? terminable.filter(({ instanceId }) => isWarned.has(instanceId)) : [];
  const isWaiting = judged.some(({ verdict }) => verdict.reason === 'origin-not-found');
  const deadlineOfNew = iso(deadline(eventTime, checkedAt, timing));

  return {
    checkedAt,
    mode,
    ...(begunAt === undefined ? {} : { begunAt }),
    findings: groupInstances(judged, ({ verdict }) => ({ verdict })),
    warned,
    toRepair: groupInstances(repairable, ({ owner, why, over }) => ({ owner, why, over })),
    toWarn,
    toTerminate: groupInstances(mode === 'enforce' ? due : [], ({ availabilityZone, isSpot }) =>
      isSpot ? { availabilityZone, isSpot } : { availabilityZone },
    ),
    ...(mode === 'dry-run' && due.length > 0
      ? { wouldTerminate: due.map(({ instanceId }) => instanceId) }
      : {}),
    deadline: deadlineOfNew,
    ...(due.length > 0 ? { dueAt: iso(end) } : {}),
    ...(over.length > 0 ? { over } : {}),
    until: soonest(
      toWarn.length > 0
        ? deadlineOfNew
        : latest(judged.length > 0 && !isDue && !isHeld && !isRedriven ? [end] : [...waiting.values()]),
      isWaiting ? iso(minutesAfter(checkedAt, LOOK_AGAIN_MINUTES)) : null,
    ),
    examples: [...judged]
      .sort((a, b) => urgency(a.verdict) - urgency(b.verdict))
      .flatMap(({ instanceId }) => found.get(instanceId) ?? [])
      .slice(0, LISTED)
      .map(instanceLine),
    origin: originOfAll(
      origins,
      terminable.flatMap(({ instanceId }) => found.get(instanceId) ?? []),
    ),
    ...(originMissingSince === null ? {} : { originMissingSince }),
    paused,
    held: isHeld,
    tools: [...tools],
  };
};

/** What a mail says launched them: nothing, where it did not launch all that are to be warned of or ended. */
const originOfAll = (
  [origin, ...others]: readonly Origin[],
  terminable: readonly Instance[],
): Origin | null =>
  origin && others.length === 0 && terminable.every((instance) => isFrom(instance, origin)) ? origin : null;

/** Whether nothing is to end an instance as it stands: what was cleared at its deadline was cleared for good. */
const isCleared = (verdict: Verdict): boolean => {
  switch (verdict.is) {
    case 'compliant':
    case 'invalid':
      return true;
    case 'exempt':
      // Who launched it may yet be found out.
      return verdict.reason !== 'launcher-not-known';
    case 'noncompliant':
      return isRepairable(verdict);
    case 'gone':
      return false;
    default:
      return verdict satisfies never;
  }
};

/** What counts is the tag at the deadline: the instances that the last look cleared, if it was made then or later. */
const clearedAtDeadline = ({ check, launch }: CheckInput, timing: Timing): ReadonlySet<string> => {
  if (
    !check ||
    Date.parse(check.checkedAt) < deadline(check.begunAt ?? launch.eventTime, check.warned.at, timing)
  ) {
    return new Set();
  }
  return new Set(
    check.findings.flatMap(({ verdict, instanceIds }) => (isCleared(verdict) ? instanceIds : [])),
  );
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

const whyRepair = (verdict: Verdict): RepairOrder['why'] =>
  verdict.reason === 'inheritable' ? 'inherited' : 'near-miss';

/** Characters: more do not fit into the policy that a repair is made with. */
const LONGEST_VALUES = 1024;

/** What IAM may see under a key: it compares keys without regard to case. Sorted, so that one order holds many instances. */
const valuesUnder = (key: string, tags: readonly Tag[]): string[] => {
  const values = tags.filter((tag) => tag.key.toLowerCase() === key.toLowerCase()).map(({ value }) => value);
  let room = LONGEST_VALUES;
  return [...new Set(values)].sort().filter(({ length }) => {
    room -= length;
    return room >= 0;
  });
};

const urgency = (verdict: Verdict): number =>
  ['noncompliant', 'invalid', 'exempt', 'compliant', 'gone'].indexOf(verdict.is);
