import * as z from 'zod/mini';
import { iso } from '../instant.ts';
import { Launcher } from '../record/launcher.ts';

/** The causes of a grace period that the breaker counts. Launches are never counted. */
export const CountedCause = z.enum(['untagged', 'sweep']);
export type CountedCause = z.infer<typeof CountedCause>;

/** An instance whose grace period begins; `standing` describes what is wrong with its Owner. */
export const Counted = z.object({ instanceId: z.string(), region: z.string(), standing: z.string() });
export type Counted = z.infer<typeof Counted>;

/**
 * What the table keeps of an instance of a group: how it was counted, unless it was one of the first; and who
 * launched it, once its grace period has ended.
 */
export const JoinedInstance = z.extend(z.partial(Counted), {
  instanceId: z.string(),
  launcher: z.optional(z.pick(Launcher, { userName: true, description: true })),
  /** Its tag Name. */
  name: z.optional(z.string()),
  /** Whether nothing is left to decide: at the end of its grace period it had an Owner again, or was gone. */
  isSettled: z.optional(z.boolean()),
});
export type JoinedInstance = z.infer<typeof JoinedInstance>;

/** An instance of a group, with all that is known of it. */
export type Member = Counted & Pick<JoinedInstance, 'launcher' | 'name'>;

/**
 * Instances of one account and one cause: so many began a grace period within ten minutes that it is probably a
 * mistake. Times are ISO 8601 UTC. A grace period belongs to the group if it began after `from` and before
 * `until`. `from` is earlier than `began`, because events come in any order.
 */
export const Group = z.object({
  id: z.string(),
  cause: CountedCause,
  /** In dry-run a group is reported, and holds nothing. */
  mode: z.enum(['dry-run', 'enforce']),
  /** When the first counted grace period began. */
  began: z.string(),
  from: z.string(),
  until: z.string(),
  /**
   * The instances that were counted before the group formed. Those that join later have items of their own:
   * there may be thousands.
   */
  first: z.array(Counted),
  /** An administrator's decision; null while there is none. */
  decision: z.nullable(z.object({ is: z.enum(['released', 'dismissed']), at: z.string() })),
});
export type Group = z.infer<typeof Group>;

/** What the breaker knows of an account. */
export const BreakerRecord = z.object({
  /** How many instances exist, as the last sweep found; null before the first. */
  instances: z.nullable(z.number()),
  /** Instances that were counted recently and are in no group. */
  counted: z.array(
    z.extend(Counted, {
      cause: CountedCause,
      at: z.string(),
      /** When it was counted. An event that was redriven from a dead-letter queue may be hours old. */
      seen: z.string(),
      /**
       * When a check found nothing left to decide, before a group formed. The instance still counts, but is not
       * held.
       */
      settledAt: z.optional(z.string()),
    }),
  ),
  groups: z.array(Group),
});
export type BreakerRecord = z.infer<typeof BreakerRecord>;

export const NOTHING_COUNTED: BreakerRecord = { instances: null, counted: [], groups: [] };

/** The group of a grace period that began at this instant; undefined if it belongs to none. */
export const groupAt = ({ groups }: BreakerRecord, cause: string, began: string): Group | undefined => {
  const at = Date.parse(began);
  return groups.find(
    (group) => group.cause === cause && Date.parse(group.from) < at && at < Date.parse(group.until),
  );
};

/** The instances that a group holds. */
export const membersOf = ({ first }: Group, joined: readonly JoinedInstance[]): Member[] => {
  const members = new Map<string, Member>(first.map((one) => [one.instanceId, one]));
  for (const { instanceId, region, standing, launcher, name, isSettled } of joined) {
    if (isSettled) {
      members.delete(instanceId);
      continue;
    }
    const known = members.get(instanceId);
    const counted = region === undefined || standing === undefined ? known : { instanceId, region, standing };
    if (counted) members.set(instanceId, { ...counted, ...(launcher ? { launcher, name: name ?? '' } : {}) });
  }
  return [...members.values()];
};

/** Whether an instance was counted into a group, settled or not. */
export const isInGroup = ({ first }: Group, joined: readonly JoinedInstance[], instanceId: string): boolean =>
  [...first, ...joined].some((one) => one.instanceId === instanceId);

/** Whether the instances of a group are held: its account is enforced, and nobody has released it. */
export const isHolding = ({ mode, decision }: Group): boolean =>
  mode === 'enforce' && decision?.is !== 'released';

/** The record with a decision on a group; undefined if there is no such group. */
export const decide = (
  record: BreakerRecord,
  groupId: string,
  is: NonNullable<Group['decision']>['is'],
  now: Date,
): BreakerRecord | undefined =>
  record.groups.some(({ id }) => id === groupId)
    ? {
        ...record,
        groups: record.groups.map((group) =>
          group.id === groupId ? { ...group, decision: { is, at: iso(now) } } : group,
        ),
      }
    : undefined;
