import { deadline, type Timing } from './deadline.ts';
import { foldValues } from './fold-values.ts';
import { type CheckInput, type InstanceLine, LISTED, type Plan, type Warned } from './grace-period.ts';
import { groupInstances } from './group-instances.ts';
import { type Instance, judgeInstance } from './instance.ts';
import { iso } from './instant.ts';
import type { OwnerTag } from './owner-tag.ts';
import { printable } from './printable.ts';
import { isTerminable, type Verdict } from './verdict.ts';

/**
 * Whom the last notice really warned: nobody, if SNS took it on no topic, or if it went out before the last check
 * (after a StaleVerdict the next check follows without a notice).
 */
const warnedSoFar = ({ check, published, publishedAt }: CheckInput): Warned => {
  if (!check) return { instanceIds: [], at: null };
  const taken = published?.some(({ messageId }) => messageId !== null);
  if (!taken || !publishedAt || check.toWarn.length === 0) return check.warned;
  if (Date.parse(publishedAt) < Date.parse(check.checkedAt)) return check.warned;
  return { instanceIds: [...check.warned.instanceIds, ...check.toWarn], at: publishedAt };
};

const lineOf = ({ instanceId, instanceType, tags }: Instance): InstanceLine => ({
  instanceId,
  instanceType,
  name: printable(tags.find((tag) => tag.key === 'Name')?.value ?? ''),
});

/**
 * Judges a launch's instances as they stand and plans the round: what to repair, to warn of, to terminate, and
 * when to check again. An instance is terminated only after it was warned of, and noncompliant still.
 */
export const plan = (
  input: CheckInput,
  instances: readonly Instance[],
  policy: { readonly ownerTag: OwnerTag; readonly timing: Timing },
  now: Date,
): Plan => {
  const { ownerTag, timing } = policy;
  const { eventTime, instanceIds } = input.launch;
  const found = new Map(instances.map((instance) => [instance.instanceId, instance]));
  const known = [...instanceIds, ...(input.check?.findings ?? []).flatMap((finding) => finding.instanceIds)];
  const judgedEach = [...new Set([...known, ...found.keys()])].sort().map((instanceId) => {
    const instance = found.get(instanceId);
    const verdict: Verdict = instance
      ? judgeInstance(instance, ownerTag)
      : { is: 'gone', reason: 'not-found' };
    return { instanceId, verdict, availabilityZone: instance?.availabilityZone ?? '' };
  });

  const judged = foldValues(judgedEach);
  const nearMisses = judged.flatMap(({ verdict, instanceId }) =>
    verdict.reason === 'near-miss' ? [{ owner: verdict.owner, instanceId }] : [],
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
    toRepair: groupInstances(nearMisses, ({ owner }) => ({ owner })),
    toWarn,
    toTerminate: groupInstances(due, ({ availabilityZone }) => ({ availabilityZone })),
    deadline: deadlineOfNew,
    until: toWarn.length > 0 ? deadlineOfNew : isDue ? null : iso(end),
    examples: [...judged]
      .sort((a, b) => urgency(a.verdict) - urgency(b.verdict))
      .flatMap(({ instanceId }) => found.get(instanceId) ?? [])
      .slice(0, LISTED)
      .map(lineOf),
  };
};

const urgency = (verdict: Verdict): number =>
  ['noncompliant', 'invalid', 'exempt', 'compliant', 'gone'].indexOf(verdict.is);
