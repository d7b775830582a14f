import { graceOf } from '../observed/deployed.ts';
import { judging } from '../observed/judging.ts';
import type { Execution, InstanceHistory, Observations } from '../observed/seen.ts';
import { ownershipOf } from '../observed/standing.ts';
import { mayConcern } from './mail-claims.ts';

const claimsIn = (tags: InstanceHistory['tags'][number]['tags']): string =>
  JSON.stringify(tags.filter(({ key }) => key.trim().toLowerCase() === 'owner'));

/**
 * Whether a change of tags came before a deadline that was moved: an execution judged the instance then, and people were
 * told of a deadline after the change.
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
 * Whether the launch's own execution began after a change of tags, since its record came late, and before any that the change
 * began, but for what an administrator has stopped by then: then it is the one that judges, by the deadline that it told.
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
 * When the grace period began that an end closes: with the launch, or when its Owner was changed later, and not to a valid
 * one. What happens to tags within a grace period begins no other: what counts is how they stand at its deadline.
 */
export const beginningOf = (instance: InstanceHistory, at: number, observed: Observations): number => {
  const { setting } = observed;
  let beginning = instance.launchedAt;
  for (const [index, change] of instance.tags.entries()) {
    if (
      change.at > at ||
      change.at <= beginning + graceOf(beginning, at, observed) ||
      isWithin(instance, change.at, at, observed) ||
      isOfLateLaunch(instance, change.at, observed)
    )
      continue;
    const before = instance.tags[index - 1];
    // Where there was no claim, none is taken away.
    if (!before || ownershipOf(before.tags, setting) === 'unclaimed') continue;
    const isChanged = claimsIn(before.tags) !== claimsIn(change.tags);
    if (isChanged && ownershipOf(change.tags, setting) !== 'owned') beginning = change.at;
  }
  return beginning;
};
