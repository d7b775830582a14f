import { graceOf, longestGraceOf } from '../observed/deployed.ts';
import { judging } from '../observed/judging.ts';
import type { Execution, InstanceHistory, Observations } from '../observed/seen.ts';
import { ownershipOf } from '../observed/standing.ts';
import { mayConcern } from './mail-claims.ts';

const claimsIn = (tags: InstanceHistory['tags'][number]['tags']): string =>
  JSON.stringify(tags.filter(({ key }) => key.trim().toLowerCase() === 'owner'));

/**
 * Whether a change of tags came before a deadline that had moved: an execution judged the instance then, and a warning named
 * a deadline after the change.
 */
const isWithin = (
  instance: InstanceHistory,
  changedAt: number,
  at: number,
  observed: Observations,
): boolean =>
  judging(instance, changedAt, observed).length > 0 &&
  observed.mails.some(
    (mail) =>
      mail.at <= at &&
      mail.deadline !== null &&
      mail.deadline >= changedAt &&
      mayConcern(mail, 'warned', instance, observed),
  );

/**
 * Whether the launch's record came late, so that its execution began after a change of tags and before any execution for that
 * change. Then it judges the instance, by its own deadline. Executions that an administrator had stopped do not count.
 */
const isOfLateLaunch = (
  instance: InstanceHistory,
  changedAt: number,
  { executions, injections }: Pick<Observations, 'executions' | 'injections'>,
): boolean => {
  const about = executions.filter(
    ({ from, launch }) =>
      from >= changedAt &&
      launch.accountId === instance.accountId &&
      launch.instanceIds.includes(instance.instanceId),
  );
  const late = about.find(({ name }) => name.endsWith('-launch'));
  if (!late) return false;
  const isStopped = ({ name, until }: Execution): boolean =>
    until <= late.from &&
    injections.some(({ kind, what }) => kind === 'by-hand' && what === `${name} is stopped`);
  return about.every((one) => one === late || one.from >= late.from || isStopped(one));
};

/**
 * Whether a change of tags came within a longer grace period that was deployed since the last one began. The launch judges the
 * instance then: nobody had been warned of an earlier deadline, or no execution learned of the change.
 */
const isWithinLonger = (
  instance: InstanceHistory,
  beginning: number,
  changedAt: number,
  at: number,
  observed: Observations,
): boolean => {
  if (changedAt > beginning + longestGraceOf(beginning, observed)) return false;
  const isWarned = observed.mails.some(
    (mail) => mail.at <= changedAt && mayConcern(mail, 'warned', instance, observed),
  );
  const learned = observed.executions.some(
    ({ from, launch }) =>
      from >= changedAt &&
      from <= at &&
      launch.accountId === instance.accountId &&
      launch.instanceIds.includes(instance.instanceId),
  );
  return !isWarned || !learned;
};

/**
 * When the grace period began that led to a termination: with the launch, or with a later change that left no valid Owner. A
 * change within a grace period begins no other one, since only the tags at the deadline count.
 */
export const beginningOf = (instance: InstanceHistory, at: number, observed: Observations): number => {
  const { setting } = observed;
  let beginning = instance.launchedAt;
  for (const [index, change] of instance.tags.entries()) {
    if (
      change.at > at ||
      change.at <= beginning + graceOf(beginning, at, observed) ||
      isWithin(instance, change.at, at, observed) ||
      isWithinLonger(instance, beginning, change.at, at, observed) ||
      isOfLateLaunch(instance, change.at, observed)
    )
      continue;
    const before = instance.tags[index - 1];
    // Nothing was removed if the tags had no claim before.
    if (!before || ownershipOf(before.tags, setting) === 'unclaimed') continue;
    const isChanged = claimsIn(before.tags) !== claimsIn(change.tags);
    if (isChanged && ownershipOf(change.tags, setting) !== 'owned') beginning = change.at;
  }
  return beginning;
};
