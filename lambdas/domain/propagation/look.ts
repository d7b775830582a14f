import * as z from 'zod/mini';
import { isCompliantAtLaunch, isVariant, type OwnerTag } from '../compliance/owner-rule.ts';
import { TAG_EVENTS, TagChangeEvent, tagChange } from '../compliance/tag-change.ts';
import { LaunchNotIdentifiable, MessageNotReadable } from '../errors.ts';
import { chunksOf, Tag } from '../instances.ts';
import { type LaunchKey, launchFrom, type RecordedLaunch } from '../record/launch.ts';
import { LaunchEvent, lenient } from '../record/record.ts';
import { describeIssues } from '../text.ts';
import type { PropagatedType } from './attachment.ts';

/** Instances of an account and Region whose attachments are to be looked at. */
export type Look = { readonly accountId: string; readonly region: string; readonly key: LaunchKey };

/** What a sweep asks for: the instances that have a valid Owner. */
export const LookRequest = z.object({
  accountId: z.string(),
  region: z.string(),
  instanceIds: z.array(z.string()),
});
export type LookRequest = z.infer<typeof LookRequest>;

/** The event of a volume or network interface that was attached to an instance. */
const AttachEvent = z.object({
  account: z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits')),
  region: z.string().check(z.minLength(1)),
  detail: z.object({
    eventName: z.enum(['AttachVolume', 'AttachNetworkInterface']),
    requestParameters: z.object({ instanceId: z.string().check(z.minLength(1)) }),
  }),
});

const items = <T extends z.ZodMiniType>(schema: T) => lenient(z.object({ items: lenient(z.array(schema)) }));

/** The part of a launch's record that shows what its call tagged, besides instances. */
const CallOfLaunch = z.object({
  detail: z.object({
    requestParameters: lenient(
      z.object({
        tagSpecificationSet: items(
          z.object({ resourceType: lenient(z.string()), tags: lenient(z.array(Tag)) }),
        ),
        networkInterfaceSet: items(z.object({ networkInterfaceId: lenient(z.string()) })),
      }),
    ),
  }),
});

/**
 * Whether the call itself wrote an Owner on everything of these types that it made. A network interface that existed before gets
 * no tags from the call.
 */
const isTaggedInCall = (event: unknown, types: readonly PropagatedType[], ownerTag: OwnerTag): boolean => {
  const request = z.safeParse(CallOfLaunch, event).data?.detail.requestParameters;
  const given = request?.networkInterfaceSet?.items ?? [];
  if (types.includes('network-interface') && given.some((one) => one.networkInterfaceId)) return false;
  const specified = request?.tagSpecificationSet?.items ?? [];
  return types.every((type) =>
    specified.some(
      ({ resourceType, tags = [] }) =>
        resourceType === type && tags.some(({ key }) => isVariant(key, ownerTag)),
    ),
  );
};

/** The launch of an event; null if it cannot be read. Then `intake`, which gets the same event, reports that. */
const launchIn = (event: unknown): RecordedLaunch | null => {
  const parsed = z.safeParse(LaunchEvent, event);
  if (!parsed.success) return null;
  try {
    return launchFrom(parsed.data);
  } catch (error) {
    if (error instanceof LaunchNotIdentifiable) return null;
    throw error;
  }
};

/**
 * A launch that was tagged in the call is looked at, unless its record shows that volumes and interfaces were tagged too. Where
 * instances lack their Owner, they get it later, and that change of tags is looked at. A truncated record does not show it.
 */
const lookOfLaunch = (event: unknown, types: readonly PropagatedType[], ownerTag: OwnerTag): Look | null => {
  const recorded = launchIn(event);
  if (recorded === null) return null;
  const { accountId, region, key, instanceIds } = recorded.launch;
  if (!recorded.complete) return { accountId, region, key };
  if (!isCompliantAtLaunch(recorded, ownerTag) || isTaggedInCall(event, types, ownerTag)) return null;
  return lookAt(accountId, region, instanceIds);
};

/** A change of tags is looked at if it leaves a valid Owner, whoever wrote it. `intake` reports one that cannot be read. */
const lookOfTagChange = (event: unknown, ownerTag: OwnerTag): Look | null => {
  const parsed = z.safeParse(TagChangeEvent, event);
  if (!parsed.success) return null;
  const change = tagChange(parsed.data, ownerTag);
  const { account, region } = parsed.data;
  return change.is === 'ignored' && change.why === 'owner-valid'
    ? lookAt(account, region, [change.instanceId])
    : null;
};

const lookAt = (accountId: string, region: string, instanceIds: readonly string[]): Look => ({
  accountId,
  region,
  key: { filter: 'instance-id', value: instanceIds.join(',') },
});

const Kind = z.object({
  source: lenient(z.string()),
  detail: lenient(z.object({ eventName: lenient(z.string()) })),
});

/**
 * Reads what a message asks to look at: an event of a launch, of changed tags or of an attachment, or the request of a sweep.
 *
 * @returns null if there is nothing to look at
 * @throws MessageNotReadable: the message belongs in the dead-letter queue
 */
export const readLook = (
  message: unknown,
  types: readonly PropagatedType[],
  ownerTag: OwnerTag,
): Look | null => {
  const { source, detail } = z.safeParse(Kind, message).data ?? {};
  if (source === TAG_EVENTS) return lookOfTagChange(message, ownerTag);
  if (detail?.eventName === 'RunInstances') return lookOfLaunch(message, types, ownerTag);
  if (detail) {
    const parsed = z.safeParse(AttachEvent, message);
    if (!parsed.success) throw new MessageNotReadable(describeIssues(parsed.error));
    const { account, region, detail: attached } = parsed.data;
    return lookAt(account, region, [attached.requestParameters.instanceId]);
  }
  const parsed = z.safeParse(LookRequest, message);
  if (!parsed.success) throw new MessageNotReadable(describeIssues(parsed.error));
  return lookAt(parsed.data.accountId, parsed.data.region, parsed.data.instanceIds);
};

/** EC2 is asked for so many instances at once: a filter takes 200 values. */
export const MAX_INSTANCES = 200;

/** The fewest questions to EC2 that find the instances of these keys: those known by id share one. */
export const mergeKeys = (keys: readonly LaunchKey[]): LaunchKey[] => {
  const byId = keys.filter(({ filter }) => filter === 'instance-id');
  const ids = [...new Set(byId.flatMap(({ value }) => value.split(',')))];
  const others = keys.filter(({ filter }) => filter !== 'instance-id');
  return [
    ...chunksOf(ids, MAX_INSTANCES).map(
      (chunk) => ({ filter: 'instance-id', value: chunk.join(',') }) as const,
    ),
    ...new Map(others.map((key) => [`${key.filter} ${key.value}`, key])).values(),
  ];
};
