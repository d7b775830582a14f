import { findLauncher } from '../attribute/find-launcher.ts';
import { mapConcurrently } from '../concurrency.ts';
import { judgeTags, type OwnerTag } from '../domain/compliance/owner-rule.ts';
import { modeOf } from '../domain/grace-period/round.ts';
import type { Origin } from '../domain/launcher/origin.ts';
import type { Launcher } from '../domain/record/launcher.ts';
import type { Created } from '../domain/reminder/created.ts';
import { GATHER_SECONDS, type Mailbox, mailboxesOf } from '../domain/reminder/mailbox.ts';
import { type CreatedMessage, judgeResource, makerOf, type ReadTags } from '../domain/reminder/reminder.ts';
import { type BatchMessage, MAX_DELIVERIES } from '../sqs-batch.ts';
import type { RemindersClients, RemindersEnvironment } from './handler.ts';

type Messages = readonly BatchMessage<CreatedMessage>[];

/** Calls of the table at a time. */
const CONCURRENCY = 20;

const UNREADABLE: ReadTags = { is: 'unreadable' };

/** The instance whose program made a call in its own Region: the creator may be its owner. */
const callingInstance = ({ accountId, region, identity }: Created) =>
  identity.is === 'instance-session' && (identity.region ?? region) === region
    ? {
        id: identity.instanceId,
        arn: `arn:aws:ec2:${region}:${accountId}:instance/${identity.instanceId}`,
        resourceType: 'ec2:instance',
      }
    : null;

/** The tags of what these messages name, all of one account and Region; null if AWS did not answer. */
const readTagsOf = async (
  [first, ...others]: Messages,
  { readTags, log }: RemindersClients,
): Promise<ReadonlyMap<string, ReadTags> | null> => {
  if (!first) return new Map();
  const { accountId, region } = first.body.created;
  const resources = [first, ...others].flatMap(({ body: { created } }) => {
    const instance = callingInstance(created);
    return [
      ...created.arns.map((arn) => [arn, { arn, resourceType: created.resourceType }] as const),
      ...(instance ? [[instance.arn, instance] as const] : []),
    ];
  });
  try {
    return await readTags(accountId, region, [...new Map(resources).values()]);
  } catch (error) {
    log.error('tags-not-readable', { accountId, region, resources: resources.length, error });
    return null;
  }
};

/** The valid Owner of the instance whose program made a call. */
const originOf = (
  created: Created,
  read: ReadonlyMap<string, ReadTags> | null,
  ownerTag: OwnerTag,
): Origin | null => {
  const instance = callingInstance(created);
  const tags = instance && read?.get(instance.arn);
  if (!instance || tags?.is !== 'tags') return null;
  const isOwned = judgeTags(tags.tags, ownerTag).is === 'compliant';
  const owner = isOwned ? tags.tags.find(({ key }) => key === ownerTag.key)?.value : undefined;
  return { kind: 'instance', id: instance.id, owner: owner ?? null };
};

/** Finds who made a call, once for all that they created in a batch. CloudTrail is not asked: launches need its answers. */
const creatorFinder = (
  { GATEWAY_ACCOUNT_ID: gatewayAccountId, OWNER_TAG: ownerTag }: RemindersEnvironment,
  clients: RemindersClients,
) => {
  const found = new Map<string, Promise<Launcher>>();
  return (created: Created, read: ReadonlyMap<string, ReadTags> | null): Promise<Launcher> => {
    const { identity } = created;
    const key = JSON.stringify(identity);
    const origin = originOf(created, read, ownerTag);
    const known =
      found.get(key) ??
      findLauncher({ identity, origin, gatewayAccountId }, clients).then(({ launcher }) => launcher);
    found.set(key, known);
    return known;
  };
};

/**
 * Reads the tags of all that the messages name, with few calls, and keeps reminders of what lacks a valid Owner. While AWS does
 * not answer, the queue delivers the messages again. At the last delivery, the reminder says that the tags could not be read.
 *
 * @returns the ids of the messages to deliver again
 */
export const readAndKeep = async (
  messages: Messages,
  environment: RemindersEnvironment,
  clients: RemindersClients,
): Promise<string[]> => {
  const failed: string[] = [];
  const mailboxes = new Set<Mailbox>();
  const creatorOf = creatorFinder(environment, clients);
  const places = Map.groupBy(messages, ({ body: { created } }) => `${created.accountId} ${created.region}`);
  for (const those of places.values()) {
    const tags = await readTagsOf(those, clients);
    await mapConcurrently(CONCURRENCY, those, async ({ messageId, deliveries, body: { created } }) => {
      try {
        if (tags === null && deliveries < MAX_DELIVERIES) failed.push(messageId);
        else
          for (const one of await keepAll(created, tags, messageId, creatorOf, environment, clients))
            mailboxes.add(one);
      } catch (error) {
        clients.log.error('message-failed', { messageId, error });
        failed.push(messageId);
      }
    });
  }
  // Also where nothing new was kept: a run may have died after it kept a reminder.
  for (const mailbox of mailboxes) await clients.send({ mailbox }, GATHER_SECONDS);
  return failed;
};

/** Keeps a reminder of each resource of a call that lacks a valid Owner. Returns the mailboxes in which one waits. */
const keepAll = async (
  created: Created,
  read: ReadonlyMap<string, ReadTags> | null,
  messageId: string,
  creatorOf: ReturnType<typeof creatorFinder>,
  { OWNER_TAG: ownerTag, EXEMPTIONS: exemptions, ACCOUNTS }: RemindersEnvironment,
  { reminders, log, metrics }: RemindersClients,
): Promise<Mailbox[]> => {
  const { accountId, region, resourceType, eventId, at, account } = created;
  const now = new Date();
  // The configuration at this moment counts.
  const mode = modeOf(accountId, ACCOUNTS);
  if (mode === 'not-listed') return [];
  const touched: Mailbox[] = [];
  for (const arn of created.arns) {
    const tags = read?.get(arn) ?? UNREADABLE;
    const facts = { arn, resourceType, accountId, region, eventId };
    const judged = judgeResource(tags, created, { ownerTag, exemptions }, now);
    if (judged.is !== 'to-remind') {
      log.info('resource-judged', { ...facts, verdict: judged.is });
      if (judged.is === 'compliant') metrics.count('CompliedCreations', accountId);
      continue;
    }
    const creator = await creatorOf(created, read);
    const maker = makerOf(created, tags.is === 'tags' ? tags.tags : []);
    const place = { accountId, accountName: account.name, mode, region };
    const { finding } = judged;
    const reminder = {
      arn,
      resourceType,
      ...place,
      at,
      eventId,
      finding,
      maker,
      creator: creator.description,
    };
    const mailboxes = mailboxesOf(creator, { accountId, mode });
    touched.push(...mailboxes);
    if (!(await reminders.keep(reminder, mailboxes, messageId, now))) {
      log.info('resource-judged', { ...facts, verdict: 'reminded-before' });
      continue;
    }
    log.info('reminder-kept', { ...facts, finding, creator: creator.userName, mailboxes });
    metrics.count('Reminded', accountId);
    if (read === null) metrics.count('CreationsNotRead', accountId);
  }
  return touched;
};
