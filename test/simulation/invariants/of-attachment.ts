import type { Tag } from '../../../lambdas/domain/instances.ts';
import type { AttachmentHistory, InstanceHistory, Observations } from '../observed/seen.ts';
import { isExempt, isValid, nearMissIn, ownershipAt, ownershipSince } from '../observed/standing.ts';
import { SANDBOX } from '../settings.ts';
import { MINUTE, sinceBegin } from '../time.ts';
import type { Violation } from './violation.ts';

const hasOwner = (tags: readonly Tag[] = []): boolean =>
  tags.some(({ key }) => key.trim().toLowerCase() === 'owner');

const ownerIn = (tags: readonly Tag[] = []): string | undefined =>
  tags.find(({ key }) => key === 'Owner')?.value;

const instancesOf = (
  { attached }: AttachmentHistory,
  { instances }: Pick<Observations, 'instances'>,
): InstanceHistory[] => attached.flatMap(({ instanceId }) => instances.get(instanceId) ?? []);

/** Whether `reminders` corrected a near miss that it had read: of-reminder.ts judges that. */
const isCorrection = (
  { resourceId }: AttachmentHistory,
  owner: string | undefined,
  { resources }: Pick<Observations, 'resources'>,
): boolean =>
  [...resources.values()].some(
    ({ arn, reads }) =>
      arn.endsWith(`/${resourceId}`) && reads.some(({ tags }) => nearMissIn(tags ?? []) === owner),
  );

/** The violation if the service has just written the wrong Owner on something, or over another one. */
export const ofPropagation = (
  attachment: AttachmentHistory,
  at: number,
  observed: Pick<Observations, 'instances' | 'resources'>,
): Violation[] => {
  const { resourceId, accountId } = attachment;
  const [now, before] = attachment.tags.toReversed();
  const violation = (invariant: Violation['invariant'], what: string): Violation[] => [
    { at, invariant, instanceId: resourceId, what },
  ];
  if (isCorrection(attachment, ownerIn(now?.tags), observed)) return [];
  if (hasOwner(before?.tags)) return violation('overwritten', `it had ${JSON.stringify(before?.tags)}`);
  const owner = ownerIn(now?.tags);
  const those = instancesOf(attachment, observed);
  if (accountId === SANDBOX) return violation('attached-owned', 'written in dry-run');
  if (those.some((instance) => isExempt(instance, at)))
    return violation('attached-owned', 'of an exempt instance');
  // A read may show tags that are some minutes old.
  const isTheirs = those.some(({ tags }) => tags.some((one) => ownerIn(one.tags) === owner));
  return owner !== undefined && isValid(owner) && isTheirs
    ? []
    : violation('attached-owned', `got ${owner}, which no instance of it has`);
};

/** A sweep looks every ten minutes, and may fail twice. */
const IN_TIME = 30 * MINUTE;

/** Since when something should have got an Owner; undefined if it should not. */
const dueSince = (
  attachment: AttachmentHistory,
  at: number,
  observed: Pick<Observations, 'instances' | 'setting'>,
): number | undefined => {
  const [instance, ...others] = instancesOf(attachment, observed);
  if (!instance || others.length > 0 || instance.accountId === SANDBOX) return undefined;
  if (instance.ended !== null || isExempt(instance, at)) return undefined;
  if (ownershipAt(instance, at, observed.setting) !== 'owned') return undefined;
  return Math.max(
    ownershipSince(instance, at, observed.setting),
    ...attachment.attached.map((one) => one.at),
  );
};

/** What still has no Owner at the end of a run, although its instance has had one for long. */
export const unowned = (observed: Observations, end: number): Violation[] =>
  [...observed.attachments.values()].flatMap((attachment): Violation[] => {
    const due = dueSince(attachment, end, observed);
    if (due === undefined || due > end - IN_TIME || hasOwner(attachment.tags.at(-1)?.tags)) return [];
    const what = `no Owner, due since ${sinceBegin(due)}`;
    return [{ at: end, invariant: 'attached-owned', instanceId: attachment.resourceId, what }];
  });

/** Events take 75 seconds at most if nothing goes wrong, the queue takes one minute more, and a run takes seconds. */
const AT_ONCE = 3 * MINUTE;

/** What got its Owner late, although nothing went wrong meanwhile. */
export const ownedLate = (observed: Observations): Violation[] =>
  [...observed.attachments.values()].flatMap((attachment): Violation[] => {
    const written = attachment.tags.find(({ by, tags }) => by === 'service' && hasOwner(tags));
    if (!written || isCorrection(attachment, ownerIn(written.tags), observed)) return [];
    const due = dueSince(attachment, written.at, observed);
    if (due === undefined || written.at - due <= AT_ONCE) return [];
    const isDisturbed = [
      ...observed.injections.map(({ at }) => ({ from: at, until: at })),
      ...observed.deployments,
    ].some(({ from, until }) => until >= due - MINUTE && from <= written.at);
    if (isDisturbed) return [];
    const what = `due since ${sinceBegin(due)}, written at ${sinceBegin(written.at)}`;
    return [{ at: written.at, invariant: 'attached-owned', instanceId: attachment.resourceId, what }];
  });
