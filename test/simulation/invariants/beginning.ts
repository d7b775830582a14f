import { graceOf } from '../seen/deployed.ts';
import { judging } from '../seen/judging.ts';
import type { Execution, Life, Seen } from '../seen/seen.ts';
import { standingOf } from '../seen/standing.ts';
import { maySpeakOf } from './spoken-of.ts';

const claimsIn = (tags: Life['tags'][number]['tags']): string =>
  JSON.stringify(tags.filter(({ key }) => key.trim().toLowerCase() === 'owner'));

/**
 * Whether a change of tags came before a deadline that was moved: an execution judged the instance then, and people were
 * told of a deadline after the change.
 */
const isWithin = (life: Life, changedAt: number, at: number, seen: Seen): boolean =>
  judging(life, changedAt, seen).length > 0 &&
  seen.mails.some(
    (mail) =>
      mail.at <= at &&
      mail.deadline !== null &&
      mail.deadline >= changedAt &&
      maySpeakOf(mail, 'warned', life, seen),
  );

/**
 * Whether the launch's own execution began after a change of tags, since its record came late, and before any that the change
 * began, but for what an administrator has stopped by then: then it is the one that judges, by the deadline that it told.
 */
const isOfLateLaunch = (
  life: Life,
  changedAt: number,
  { executions, injections }: Pick<Seen, 'executions' | 'injections'>,
): boolean => {
  const about = executions.filter(
    ({ from, launch }) =>
      from >= changedAt &&
      launch.accountId === life.accountId &&
      launch.instanceIds.includes(life.instanceId),
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
export const beginningOf = (life: Life, at: number, seen: Seen): number => {
  const { setting } = seen;
  let beginning = life.launchedAt;
  for (const [index, change] of life.tags.entries()) {
    if (
      change.at > at ||
      change.at <= beginning + graceOf(beginning, at, seen) ||
      isWithin(life, change.at, at, seen) ||
      isOfLateLaunch(life, change.at, seen)
    )
      continue;
    const before = life.tags[index - 1];
    // Where there was no claim, none is taken away.
    if (!before || standingOf(before.tags, setting) === 'unclaimed') continue;
    const isChanged = claimsIn(before.tags) !== claimsIn(change.tags);
    if (isChanged && standingOf(change.tags, setting) !== 'owned') beginning = change.at;
  }
  return beginning;
};
