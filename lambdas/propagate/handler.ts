import * as z from 'zod/mini';
import type { AttachmentReader, ReadAttachmentsIn, TagAttachments } from '../aws/attachments.ts';
import type { TagResult } from '../aws/ec2.ts';
import { fillTags } from '../check/observe-launch.ts';
import { mapConcurrently } from '../concurrency.ts';
import { Exemption } from '../domain/compliance/exemption.ts';
import { OwnerTag } from '../domain/compliance/owner-rule.ts';
import { Accounts } from '../domain/grace-period/round.ts';
import type { Instance } from '../domain/instances.ts';
import {
  type Attachment,
  type OwnerToPropagate,
  PROPAGATED,
  planPropagation,
} from '../domain/propagation/attachment.ts';
import { type Look, mergeKeys, readLook } from '../domain/propagation/look.ts';
import type { LaunchKey } from '../domain/record/launch.ts';
import { json } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type BatchMessage, sqsWholeBatchHandler } from '../sqs-batch.ts';

/** The environment of `propagate`. */
export const PropagateEnvironment = z.object({
  OWNER_TAG: json(OwnerTag),
  /** What gets the Owner of its instance. */
  PROPAGATE: json(z.array(z.enum(PROPAGATED))),
  EXEMPTIONS: json(z.array(Exemption)),
  /** The ids of the sub-accounts, by mode. */
  ACCOUNTS: json(Accounts),
  /** The name of the role in each sub-account that may read what is attached, and write an Owner where there is none. */
  PROPAGATE_ROLE_NAME: z.string(),
});
export type PropagateEnvironment = z.infer<typeof PropagateEnvironment>;

export type PropagateClients = {
  readonly readAttachmentsIn: ReadAttachmentsIn;
  readonly tagAttachments: TagAttachments;
  readonly log: Log;
  readonly metrics: Metrics;
};

type Place = Pick<Look, 'accountId' | 'region'>;

/** Accounts and Regions at a time. Each takes some calls of EC2, one after the other. */
const CONCURRENCY = 10;

/**
 * Writes the Owner of instances on what is attached to them. The looks of a batch in one account and Region share their calls, and
 * fail together.
 */
export const createHandler = (environment: PropagateEnvironment, clients: PropagateClients) => {
  const read = (body: unknown): Look | null => readLook(body, environment.PROPAGATE, environment.OWNER_TAG);
  const handle = async (messages: readonly BatchMessage<Look | null>[]): Promise<readonly string[]> => {
    const looks = messages.flatMap(({ messageId, body }) => (body ? [{ messageId, ...body }] : []));
    const places = Map.groupBy(looks, ({ accountId, region }) => `${accountId} ${region}`).values();
    const failed = await mapConcurrently(CONCURRENCY, [...places], async (those) => {
      const [place] = those;
      if (!place) return [];
      try {
        const keys = those.map(({ key }) => key);
        await propagateIn(place, keys, environment, clients);
        return [];
      } catch (error) {
        const messageIds = those.map(({ messageId }) => messageId);
        for (const messageId of messageIds) clients.log.error('message-failed', { messageId, error });
        return messageIds;
      }
    });
    return failed.flat();
  };
  return sqsWholeBatchHandler({ read, handle }, clients.log);
};

/** Looks at the instances of these keys, all in one account and Region. */
const propagateIn = async (
  place: Place,
  keys: readonly LaunchKey[],
  environment: PropagateEnvironment,
  clients: PropagateClients,
): Promise<void> => {
  const { ACCOUNTS, OWNER_TAG } = environment;
  const { accountId, region } = place;
  const isEnforced = ACCOUNTS.enforce.includes(accountId);
  if (!isEnforced && !ACCOUNTS['dry-run'].includes(accountId)) {
    clients.log.warn('account-not-listed', { accountId });
    return;
  }
  const reader = await clients.readAttachmentsIn(accountId, region);
  for (const { owner, attachments } of await findOwners(accountId, keys, reader, environment)) {
    if (isEnforced) await write(place, owner, attachments, OWNER_TAG.key, clients);
    else clients.log.info('owner-would-be-propagated', factsOf(place, owner, attachments));
  }
};

/** Reads the instances and what is attached to them, and decides what gets which Owner. */
const findOwners = async (
  accountId: string,
  keys: readonly LaunchKey[],
  reader: AttachmentReader,
  { OWNER_TAG: ownerTag, PROPAGATE: types, EXEMPTIONS: exemptions }: PropagateEnvironment,
): Promise<OwnerToPropagate[]> => {
  const find = async (those: readonly LaunchKey[]): Promise<Instance[]> => {
    const found: Instance[] = [];
    for (const key of mergeKeys(those)) found.push(...(await reader.find(key)));
    return fillTags(reader, found, ownerTag);
  };
  const instances = await find(keys);
  const isKnown = new Set(instances.map(({ instanceId }) => instanceId));
  const attachments = await reader.attached([...isKnown], types);
  // A volume may be attached to other instances too, which may have another Owner.
  const others = attachments.flatMap(({ instanceIds }) => instanceIds.filter((id) => !isKnown.has(id)));
  if (others.length > 0) {
    instances.push(...(await find([{ filter: 'instance-id', value: others.join(',') }])));
  }
  const plan = (those: readonly Attachment[]): OwnerToPropagate[] =>
    planPropagation(accountId, instances, those, { ownerTag, exemptions }, new Date());
  const toWrite = plan(attachments).flatMap((one) => one.attachments);
  if (toWrite.length === 0) return [];
  // EC2's answers have been seen to omit tags just after a launch, so DescribeTags is asked before anything is written.
  const tags = await reader.tags(toWrite.map(({ resourceId }) => resourceId));
  return plan(toWrite.map((one) => ({ ...one, tags: [...one.tags, ...(tags.get(one.resourceId) ?? [])] })));
};

const factsOf = (place: Place, owner: string, attachments: readonly Attachment[]) => ({
  ...place,
  owner,
  resources: attachments.map(({ type, resourceId, instanceIds }) => ({ type, resourceId, instanceIds })),
});

/** In one call of CreateTags, which takes a thousand. */
const MAX_WRITTEN = 500;

/** Writes an Owner. If EC2 refuses some of the resources, writes to each half. */
const write = async (
  place: Place,
  owner: string,
  attachments: readonly Attachment[],
  key: string,
  clients: PropagateClients,
): Promise<void> => {
  const { log, metrics } = clients;
  const result: TagResult | 'too-many' =
    attachments.length > MAX_WRITTEN
      ? 'too-many'
      : await clients.tagAttachments(
          place.accountId,
          place.region,
          attachments.map(({ resourceId }) => resourceId),
          { key, value: owner },
        );
  if (result === 'written') {
    log.info('owner-propagated', factsOf(place, owner, attachments));
    metrics.total('Propagated', attachments.length);
    return;
  }
  if (attachments.length === 1) {
    // Refused: IAM sees an Owner that EC2 did not show. Gone: it was deleted meanwhile. Full: it has as many tags as may be.
    log.info('owner-not-propagated', { ...factsOf(place, owner, attachments), result });
    return;
  }
  const middle = Math.ceil(attachments.length / 2);
  await write(place, owner, attachments.slice(0, middle), key, clients);
  await write(place, owner, attachments.slice(middle), key, clients);
};
