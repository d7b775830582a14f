import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { InstanceHistory, Observations } from '../observed/seen.ts';
import { ownershipOf } from '../observed/standing.ts';
import { sinceBegin } from '../time.ts';
import { surelyConcerns } from './mail-claims.ts';
import type { Violation } from './violation.ts';

/** Faults that repeat or reorder events but lose none, so that no new grace period begins because of them. */
export const HARMLESS = new Set(['event-duplicated', 'event-reordered', 'message-redelivered']);

const touches = (
  { accountId, launchedAt }: InstanceHistory,
  { injections }: Pick<Observations, 'injections'>,
): boolean =>
  injections.some(
    (one) =>
      !HARMLESS.has(one.kind) &&
      one.at >= launchedAt &&
      (one.accountId === null || one.accountId === accountId),
  );

const claims = (tags: readonly Tag[]): string =>
  JSON.stringify(tags.filter(({ key }) => key.trim().toLowerCase() === 'owner'));

/**
 * How many grace periods an instance may have: one for its launch; one for each change that leaves it without an Owner, since
 * the event does not contain the earlier tags; and one for each start after the service stopped it.
 */
const gracePeriods = ({ tags, running }: InstanceHistory, setting: Observations['setting']): number => {
  const changes = tags.filter(({ tags: now }, index) => {
    const before = tags[index - 1];
    return before && claims(before.tags) !== claims(now) && ownershipOf(now, setting) === 'unclaimed';
  });
  const starts = running.filter(
    ({ isRunning, at }) => isRunning && running.some((one) => one.by === 'service' && one.at < at),
  );
  return 1 + changes.length + starts.length;
};

/** Instances that a person was warned about more often than they have grace periods, though no fault lost anything. */
export const tooManyWarnings = (observed: Observations): Violation[] =>
  [...observed.instances.values()].flatMap((instance): Violation[] => {
    if (touches(instance, observed)) return [];
    const most = gracePeriods(instance, observed.setting);
    const warnings = observed.mails.filter((mail) => surelyConcerns(mail, 'warned', instance, observed));
    return [...Map.groupBy(warnings, ({ topicArn }) => topicArn).values()].flatMap((those): Violation[] => {
      const last = those[most];
      if (!last) return [];
      const what = `warned ${those.length} times, at ${those.map(({ at }) => sinceBegin(at)).join(', ')}`;
      return [{ at: last.at, invariant: 'told-once', instanceId: instance.instanceId, what }];
    });
  });
