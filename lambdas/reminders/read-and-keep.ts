import { mapConcurrently } from '../concurrency.ts';
import { modeOf } from '../domain/grace-period/round.ts';
import { isDone } from '../domain/reminder/correction.ts';
import type { Created } from '../domain/reminder/created.ts';
import { GATHER_SECONDS, type Mailbox, mailboxesOf } from '../domain/reminder/mailbox.ts';
import {
  type CreatedMessage,
  judgeResource,
  makerOf,
  type ReadTags,
  type TagsAnswer,
} from '../domain/reminder/reminder.ts';
import { type BatchMessage, MAX_DELIVERIES } from '../sqs-batch.ts';
import { correctNearMiss } from './correct-near-miss.ts';
import { callingInstance, creatorFinder } from './creator-of-call.ts';
import type { RemindersClients, RemindersEnvironment } from './handler.ts';

type Messages = readonly BatchMessage<CreatedMessage>[];

/** Calls of the table at a time. */
const CONCURRENCY = 20;

const UNREADABLE: ReadTags = { is: 'unreadable' };

/** What AWS answered about resources, by ARN. */
type Answers = ReadonlyMap<string, TagsAnswer>;

/** Whether AWS left out any of these, for each of which there is a line in the log. */
const isUnanswered = (
  { arns, accountId, region }: Created,
  read: Answers | null,
  { log }: RemindersClients,
): boolean => {
  if (read === null) return true;
  const errors = arns.flatMap((arn) => {
    const tags = read.get(arn);
    return tags?.is === 'not-answered' ? [{ arn, error: tags.error }] : [];
  });
  for (const { arn, error } of errors) log.error('tags-not-readable', { accountId, region, arn, error });
  return errors.length > 0;
};

/** The tags of what these messages name, all of one account and Region; null if AWS did not answer. */
const readTagsOf = async (
  [first, ...others]: Messages,
  { readTags, log }: RemindersClients,
): Promise<Answers | null> => {
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

/**
 * Reads the tags of all that the messages name, with few calls, and keeps reminders of what lacks a valid Owner. What AWS gives
 * no answer about, the queue delivers again. At the last delivery, the reminder says that the tags could not be read.
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
    await mapConcurrently(CONCURRENCY, those, async ({ messageId, deliveries, body }) => {
      try {
        if (isUnanswered(body.created, tags, clients) && deliveries < MAX_DELIVERIES) failed.push(messageId);
        else
          for (const one of await keepAll(body, tags, messageId, creatorOf, environment, clients))
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

/**
 * Keeps a reminder of each resource of a call that lacks a valid Owner. While CloudTrail's answer about its creator is due, none
 * is kept, and the message is sent again. Returns the mailboxes in which a reminder waits.
 */
const keepAll = async (
  { created, correcting }: CreatedMessage,
  read: Answers | null,
  messageId: string,
  creatorOf: ReturnType<typeof creatorFinder>,
  { OWNER_TAG: ownerTag, EXEMPTIONS: exemptions, ACCOUNTS }: RemindersEnvironment,
  clients: RemindersClients,
): Promise<Mailbox[]> => {
  const { accountId, region, resourceType, eventId, at, account } = created;
  const { reminders, send, log, metrics } = clients;
  const now = new Date();
  // The configuration at this moment counts.
  const mode = modeOf(accountId, ACCOUNTS);
  if (mode === 'not-listed') return [];
  const judgedAll = created.arns.map((arn) => {
    const answer = read?.get(arn) ?? UNREADABLE;
    const isAnswered = read !== null && answer.is !== 'not-answered';
    const tags = answer.is === 'not-answered' ? UNREADABLE : answer;
    const facts = { arn, tags, isAnswered };
    if (correcting && tags.is === 'tags' && isDone(correcting, tags.tags, ownerTag.key))
      return { ...facts, judged: { is: 'to-remind', finding: correcting }, isCorrected: true } as const;
    const judged = judgeResource(tags, created, { ownerTag, exemptions }, now);
    return { ...facts, judged, isCorrected: false };
  });
  const isToRemind = judgedAll.some(({ judged }) => judged.is === 'to-remind');
  const creator = isToRemind ? await creatorOf(created, read) : null;
  if (creator && creator.waitSeconds > 0) {
    await send({ created, correcting }, creator.waitSeconds);
    const { arns } = created;
    log.info('creator-awaited', { arns, accountId, region, eventId, waitSeconds: creator.waitSeconds });
    return [];
  }
  const touched: Mailbox[] = [];
  for (const { arn, tags, isAnswered, judged, isCorrected } of judgedAll) {
    const facts = { arn, resourceType, accountId, region, eventId };
    if (creator === null || judged.is !== 'to-remind') {
      log.info('resource-judged', { ...facts, verdict: judged.is });
      if (judged.is === 'compliant') metrics.total('CompliedCreations');
      continue;
    }
    const { launcher } = creator;
    const maker = makerOf(created, tags.is === 'tags' ? tags.tags : []);
    const place = { accountId, accountName: account.name, mode, region };
    const { finding } = judged;
    // Once: what was not corrected then is told.
    const came = isCorrected ? 'written' : null;
    const correction = correcting
      ? came
      : await correctNearMiss({ arn, created, mode, finding, tags }, ownerTag.key, clients);
    if (correction === 'refused') continue;
    if (correction === 'gone') {
      log.info('resource-judged', { ...facts, verdict: 'gone' });
      continue;
    }
    const reminder = {
      arn,
      resourceType,
      ...place,
      at,
      eventId,
      finding,
      ...(correction === null ? {} : { correction }),
      maker,
      creator: launcher.description,
    };
    const mailboxes = mailboxesOf(launcher, { accountId, mode });
    touched.push(...mailboxes);
    if (!(await reminders.keep(reminder, mailboxes, messageId, now))) {
      log.info('resource-judged', { ...facts, verdict: 'reminded-before' });
      continue;
    }
    log.info('reminder-kept', { ...facts, finding, correction, creator: launcher.userName, mailboxes });
    metrics.total(correction === 'written' ? 'CorrectedCreations' : 'Reminded');
    if (!isAnswered) metrics.total('CreationsNotRead');
  }
  return touched;
};
