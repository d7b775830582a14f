import { deadline, type Timing } from './deadline.ts';
import { foldValues } from './fold-values.ts';
import { type CheckInput, LISTED, type Plan, type RepairOrder } from './grace-period.ts';
import { groupInstances } from './group-instances.ts';
import { type Instance, judgeInstance } from './instance.ts';
import { instanceLine } from './instance-line.ts';
import { iso } from './instant.ts';
import type { InheritOwner, Origin } from './origin.ts';
import { isFrom } from './origin-of.ts';
import type { OwnerTag } from './owner-tag.ts';
import type { Tool } from './tool.ts';
import { isRepairable, isTerminable, type Verdict } from './verdict.ts';
import { warnedSoFar } from './warned-so-far.ts';

/** What `check` saw: the launch's instances, and what launched them for somebody. */
export type Seen = {
  readonly instances: readonly Instance[];
  readonly origin: Origin | null;
  readonly tools: readonly Tool[];
};

export type Policy = {
  readonly ownerTag: OwnerTag;
  readonly timing: Timing;
  readonly inheritOwner: InheritOwner;
};

/**
 * Judges a launch's instances as they stand and plans the round: what to repair, to warn of, to terminate, and
 * when to check again. An instance is terminated only after it was warned of, and noncompliant still.
 */
export const plan = (
  input: CheckInput,
  { instances, origin, tools }: Seen,
  { ownerTag, timing, inheritOwner }: Policy,
  now: Date,
): Plan => {
  const parent = origin && inheritOwner.includes(origin.kind) ? origin : null;
  const { eventTime, instanceIds } = input.launch;
  const found = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const known = [...instanceIds, ...(input.check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  const judgedEach = [...new Set([...known, ...found.keys()])].sort().map((instanceId) => {
    const instance = found.get(instanceId);
    const verdict: Verdict = instance
      ? judgeInstance(instance, ownerTag, parent && isFrom(instance, parent) ? parent : null)
      : { is: 'gone', reason: 'not-found' };
    return { instanceId, verdict, availabilityZone: instance?.availabilityZone ?? '' };
  });

  const judged = foldValues(judgedEach);
  const repairable = judged.flatMap(({ verdict, instanceId }) =>
    isRepairable(verdict) ? [{ owner: verdict.owner, why: whyRepair(verdict), instanceId }] : [],
  );

  const warned = warnedSoFar(input);
  const isWarned = new Set(warned.instanceIds);
  const terminable = judged.filter(({ verdict }) => isTerminable(verdict));
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
    findings: groupInstances(judged, ({ verdict }) => ({ verdict })),
    warned,
    toRepair: groupInstances(repairable, ({ owner, why }) => ({ owner, why })),
    toWarn,
    toTerminate: groupInstances(due, ({ availabilityZone }) => ({ availabilityZone })),
    deadline: deadlineOfNew,
    until: toWarn.length > 0 ? deadlineOfNew : isDue ? null : iso(end),
    examples: [...judged]
      .sort((a, b) => urgency(a.verdict) - urgency(b.verdict))
      .flatMap(({ instanceId }) => found.get(instanceId) ?? [])
      .slice(0, LISTED)
      .map(instanceLine),
    origin,
    tools: [...tools],
  };
};

const whyRepair = (verdict: Verdict): RepairOrder['why'] =>
  verdict.reason === 'inheritable' ? 'inherited' : 'near-miss';

const urgency = (verdict: Verdict): number =>
  ['noncompliant', 'invalid', 'exempt', 'compliant', 'gone'].indexOf(verdict.is);
