import { judgeWithExemptions, type Rule } from '../compliance/judge-instance.ts';
import { isRepairable, isTerminable, type Verdict } from '../compliance/verdict.ts';
import { groupInstances, type Instance } from '../instances.ts';
import { iso, minutesAfter } from '../instant.ts';
import { type InheritOwner, isLaunchedBy, type Origin, type Traces } from '../launcher/origin.ts';
import type { Provenance } from '../record/provenance.ts';
import { deadline, LOOK_UP_MINUTES, type Timing } from './deadline.ts';
import {
  announcedDeadline,
  clearedAtDeadline,
  deferredBefore,
  launchFactsOf,
  mayEndLater,
  previousMode,
  warnedBefore,
} from './earlier-rounds.ts';
import type { CheckInput } from './input.ts';
import {
  findOwnGracePeriodEnds,
  isFirstCheckLate,
  isLongMissing,
  latest,
  missingSince,
  RECHECK_MINUTES,
  recheckUntilShown,
  soonest,
} from './recheck.ts';
import { repairReason, valuesUnder } from './repair.ts';
import { MAX_LISTED, type Mode, type Plan } from './round.ts';
import { foldValues, instanceLine } from './shorten.ts';

/** What `check` observed: the launch's instances and their origins. */
export type Observation = {
  readonly instances: readonly Instance[];
  /** When they had been read, in milliseconds since the epoch: an empty answer is asked for twice. */
  readonly observedAt: number;
  readonly origins: readonly Origin[];
  readonly traces: Traces;
  /** What AWS wrote on those to report; absent if that is nothing. */
  readonly provenance?: Provenance | undefined;
  /**
   * Whether the service is paused; false if that cannot be read, since `terminate` reads it again before it
   * acts.
   */
  readonly paused: boolean;
  /** Whether the breaker holds this grace period; false if that cannot be read, for the same reason. */
  readonly held: boolean;
};

/** Instances that other executions judge, or that the breaker holds. */
export type JudgedElsewhere = {
  /** An execution that began earlier judges them. They are checked again later, when it may have ended. */
  readonly waiting: ReadonlySet<string>;
  /**
   * This grace period no longer deals with them: their Owner was removed after its deadline, which began a new
   * grace period, or a breaker group holds them.
   */
  readonly excluded: ReadonlySet<string>;
};

export const NONE_JUDGED_ELSEWHERE: JudgedElsewhere = { waiting: new Set(), excluded: new Set() };

export type Policy = Rule & {
  readonly timing: Timing;
  readonly inheritOwner: InheritOwner;
  /** The account's mode. For an account that is not listed, `planUnlisted` makes the plan. */
  readonly mode: Exclude<Mode, 'not-listed'>;
};

/**
 * Judges a launch's instances as they are and plans the round: what to repair, to warn of and to terminate, and
 * when to check again. An instance is terminated only if it was warned of and is still noncompliant.
 */
export const plan = (
  input: CheckInput,
  { instances, observedAt, origins, traces, provenance, paused, held }: Observation,
  policy: Policy,
  now: Date,
  { waiting: first, excluded: overElsewhere }: JudgedElsewhere = NONE_JUDGED_ELSEWHERE,
): Plan => {
  const { inheritOwner, mode } = policy;
  const timing = timingOf(input, policy.timing);
  const originMissingSince = missingSince(input, origins, now);
  const isLookedFor = !isLongMissing(originMissingSince, timing, now);
  const parents = origins
    .filter(({ kind }) => inheritOwner.includes(kind))
    .map((origin) => ({ ...origin, isNotFound: origin.isNotFound && isLookedFor }));
  const { instanceIds } = input.launch;
  // In dry-run the breaker only reports what it would hold.
  const isHeld = held && mode === 'enforce';
  const launched = launchFactsOf(input);
  const found = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const known = [...instanceIds, ...(input.check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  // A sweep names the instances of a reservation that it found. The others have had grace periods of their own.
  const all = [...new Set(input.cause === 'launch' ? [...known, ...found.keys()] : known)].sort();
  const ownGracePeriodEnds = findOwnGracePeriodEnds([...found.values()], input, timing, now);
  const checkedAt = iso(now);
  const waiting = new Map([
    ...ownGracePeriodEnds,
    ...[...first].map((id) => [id, minutesAfter(checkedAt, RECHECK_MINUTES)] as const),
  ]);
  const wasOver = new Set([...(input.check?.over ?? []), ...overElsewhere]);
  const wasCleared = clearedAtDeadline(input, timing);
  const judgedAll = all.flatMap((instanceId) => {
    if (waiting.has(instanceId) || wasOver.has(instanceId)) return [];
    const instance = found.get(instanceId);
    const verdict: Verdict = instance
      ? judgeWithExemptions(
          instance,
          launched,
          policy,
          now,
          parents.find((one) => isLaunchedBy(instance, one)) ?? null,
        )
      : { is: 'gone', reason: 'not-found' };
    const { availabilityZone = '', isSpot = false, tags = [] } = instance ?? {};
    const values = isRepairable(verdict) ? valuesUnder(policy.ownerTag.key, tags) : [];
    return [{ instanceId, verdict, over: values, availabilityZone, isSpot }];
  });
  const isOverNow = ({ verdict, instanceId }: (typeof judgedAll)[number]): boolean =>
    wasCleared.has(instanceId) && mayEndLater(verdict);
  const over = [...wasOver, ...judgedAll.filter(isOverNow).map(({ instanceId }) => instanceId)];

  const judged = foldValues(judgedAll.filter((one) => !isOverNow(one)));
  const repairable = judged.flatMap(({ verdict, over: values, instanceId }) =>
    isRepairable(verdict)
      ? [{ owner: verdict.owner, why: repairReason(verdict), over: values, instanceId }]
      : [],
  );

  // In dry-run only administrators were notified: nobody was warned, so the grace period begins anew.
  const isFirstEnforced =
    mode === 'enforce' && input.check !== undefined && previousMode(input) !== 'enforce';
  const warned = isFirstEnforced ? { instanceIds: [], at: null } : warnedBefore(input);
  const begunAt = isFirstEnforced ? iso(now) : input.check?.begunAt;
  const eventTime = begunAt ?? input.launch.eventTime;
  const announced = announcedDeadline(input, warned, isFirstEnforced);
  const isWarned = new Set(warned.instanceIds);
  const isOver = deferredBefore(input);
  // A sweep has taken up these instances, or will. If this execution also warned, people would get two deadlines.
  const isRedriven = (input.redrives ?? 0) > 0;
  const terminable = judged.filter(
    ({ verdict, instanceId }) => isTerminable(verdict) && !isOver.has(instanceId) && !isRedriven,
  );
  // What the breaker holds is not terminated, so there is no warning. The breaker's notice covers it.
  const toWarn = (isHeld ? [] : terminable)
    .filter(({ instanceId }) => !isWarned.has(instanceId))
    .map((one) => one.instanceId);
  const end = deadline(eventTime, warned.at, timing);
  const isLate = isFirstCheckLate(input, end, Math.max(now.getTime(), observedAt));
  const isDue = !isHeld && now.getTime() >= end && !isLate;
  const due = isDue ? terminable.filter(({ instanceId }) => isWarned.has(instanceId)) : [];
  const isWaiting = judged.some(({ verdict }) => verdict.reason === 'origin-not-found');
  const isMissing = judged.some(
    ({ verdict, instanceId }) => verdict.reason === 'not-found' && isWarned.has(instanceId),
  );
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
    ...(announced === undefined ? {} : { told: announced }),
    ...(due.length > 0 ? { dueAt: iso(end) } : {}),
    ...(over.length > 0 ? { over } : {}),
    until: soonest(
      toWarn.length > 0
        ? deadlineOfNew
        : latest(
            judged.length > 0 && !isDue && !isHeld && !isRedriven
              ? [isLate ? minutesAfter(checkedAt, RECHECK_MINUTES) : end]
              : [...waiting.values()],
          ),
      isWaiting
        ? iso(minutesAfter(checkedAt, RECHECK_MINUTES))
        : recheckUntilShown(input, isMissing, end, now),
    ),
    examples: [...judged]
      .sort((a, b) => urgency(a.verdict) - urgency(b.verdict))
      .flatMap(({ instanceId }) => found.get(instanceId) ?? [])
      .slice(0, MAX_LISTED)
      .map(instanceLine),
    origin: originOfAll(
      origins,
      terminable.flatMap(({ instanceId }) => found.get(instanceId) ?? []),
    ),
    ...(originMissingSince === null ? {} : { originMissingSince }),
    paused,
    held: isHeld,
    traces,
    ...(provenance === undefined ? {} : { provenance }),
  };
};

/** The origin that a mail names; null unless all instances that may be terminated have the same one. */
const originOfAll = (
  [origin, ...others]: readonly Origin[],
  terminable: readonly Instance[],
): Origin | null =>
  origin && others.length === 0 && terminable.every((instance) => isLaunchedBy(instance, origin))
    ? origin
    : null;

/**
 * A grace period that no launch began gives its whole time after the warning, whenever that comes: the first
 * check may see too little to warn.
 */
const timingOf = ({ cause }: CheckInput, timing: Timing): Timing =>
  cause === 'launch'
    ? timing
    : {
        ...timing,
        minimumNoticeMinutes: Math.max(
          timing.minimumNoticeMinutes,
          timing.gracePeriodMinutes - LOOK_UP_MINUTES,
        ),
      };

const urgency = (verdict: Verdict): number =>
  ['noncompliant', 'invalid', 'exempt', 'compliant', 'gone'].indexOf(verdict.is);

/**
 * Plans the last round of a launch whose account was removed from the configuration. The service can no longer
 * assume a role there, so it cannot check. It leaves all instances alone, and notifies those who were warned.
 */
export const planUnlisted = (input: CheckInput, now: Date): Plan => {
  const { launch, check } = input;
  const known = [...launch.instanceIds, ...(check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  const instanceIds = [...new Set(known)].sort();
  const checkedAt = iso(now);
  return {
    checkedAt,
    mode: 'not-listed',
    findings:
      instanceIds.length > 0
        ? [{ verdict: { is: 'exempt', reason: 'account-not-listed' }, instanceIds }]
        : [],
    warned: warnedBefore(input),
    toRepair: [],
    toWarn: [],
    toTerminate: [],
    deadline: checkedAt,
    until: null,
    examples: check?.examples ?? [],
    origin: null,
    paused: false,
    held: false,
  };
};
