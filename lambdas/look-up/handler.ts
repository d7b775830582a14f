import * as z from 'zod/mini';
import type { CountQuestions, LookUpEvents, RecordPage } from '../aws/cloud-trail.ts';
import type { CallerTable, OwnerChangeTable, SessionTable } from '../aws/launcher-tables.ts';
import { paced } from '../concurrency.ts';
import {
  type CreatorsCall,
  creatingCalls,
  creatorsCallIn,
  isRecent,
  lastOf,
} from '../domain/launcher/find-creator.ts';
import {
  findLaunchCaller,
  findOwnerChange,
  findSession,
  findSessionsAt,
  LookUp,
} from '../domain/launcher/look-up.ts';
import { type CreatorSought, creatorKey } from '../domain/record/provenance.ts';
import type { Session } from '../domain/record/session.ts';
import type { Log } from '../log.ts';
import { MAX_DELIVERIES, type MessageResult, sqsBatchHandler } from '../sqs-batch.ts';

/** The environment of `look-up`. */
export const LookUpEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The name of the role in each sub-account that may ask CloudTrail. */
  LOOK_UP_ROLE_NAME: z.string(),
  /** The queue of launches' questions. */
  LOOK_UP_QUEUE_URL: z.string(),
});
export type LookUpEnvironment = z.infer<typeof LookUpEnvironment>;

/**
 * The pause after each call. Of each queue, two runs are under way at once (infra/hub/look-up.ts): together, launches' make
 * ten calls in 5.5 seconds, and creations' one. CloudTrail allows two calls a second per account and Region:
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const INTERVAL_MS = { launch: 1100, creation: 11_000 };

type Tables = {
  readonly sessions: SessionTable;
  readonly callers: CallerTable;
  readonly ownerChanges: OwnerChangeTable;
};

export type LookUpClients = Tables & {
  readonly lookUpEvents: LookUpEvents;
  /** How many of launches' questions wait for a run. */
  readonly countQuestions: CountQuestions;
  readonly log: Log;
};

/** Asks CloudTrail the questions of a batch, and saves the answers in the table. */
export const createHandler = ({ log, ...clients }: LookUpClients) => {
  const lookUpEvents = {
    launch: paced(INTERVAL_MS.launch, clients.lookUpEvents),
    creation: paced(INTERVAL_MS.creation, clients.lookUpEvents),
  };

  const handle = async (lookUp: LookUp, deliveries: number): Promise<MessageResult> => {
    const of = lookUp.isOfCreation ? 'creation' : 'launch';
    const isLast = deliveries >= MAX_DELIVERIES;
    // Launches' questions come first.
    if (of === 'creation' && (await clients.countQuestions()) > 0) {
      log.info('look-up-deferred', { lookUp, deliveries });
      return isLast ? 'done' : 'retry';
    }
    const asking = { lookUpEvents: lookUpEvents[of], maxPages: MAX_PAGES[of] };
    const found = await saveAnswer(lookUp, deliveries, asking, clients).catch((error: unknown) => {
      if (lookUp.isElsewhere && isDenied(error)) return false;
      throw error;
    });
    log.info(found ? 'look-up-answered' : 'look-up-unanswered', { lookUp, deliveries });
    // About a creation, CloudTrail is asked once: the session began before it, and a grace period ago.
    if (of === 'creation') return 'done';
    // Records arrive late: the queue delivers the question again. What nobody recorded does not become a dead letter.
    return found || isLast ? 'done' : 'retry';
  };

  return sqsBatchHandler({ order: 'one-by-one', body: LookUp, handle }, log);
};

/** Whether the look-up role does not reach a Region. */
const isDenied = (error: unknown): boolean =>
  error instanceof Error && error.name === 'AccessDeniedException';

/**
 * CloudTrail records the calls of STS's global endpoint in this Region.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
const GLOBAL_REGION = 'us-east-1';

/** Pages of 50 records that are read of one Region. With those of us-east-1, they take 24 of the function's 30 seconds. */
const MAX_PAGES = { launch: 11, creation: 1 };

/** Reads page by page until a record shows what is asked for: every later call that names an instance is before its launch. */
const findInPages = async <Found>(
  read: (nextToken?: string) => Promise<RecordPage>,
  find: (records: readonly unknown[]) => Found | null,
  maxPages: number,
): Promise<Found | null> => {
  let page = await read();
  for (let pages = 1; ; pages += 1) {
    const found = find(page.records);
    if (found !== null || page.nextToken === null || pages === maxPages) return found;
    page = await read(page.nextToken);
  }
};

/** The same for each of the at most three calls by which something is created. */
const MAX_PAGES_OF_A_CALL = 7;

/**
 * Asks CloudTrail who created or deployed something. What launches again and again is asked about once: while one question
 * waits to be delivered again, others are done.
 */
const saveCreator = async (
  sought: CreatorSought,
  deliveries: number,
  lookUpEvents: LookUpEvents,
  callers: CallerTable,
): Promise<boolean> => {
  const { accountId, region, before: until = null } = sought;
  const key = creatorKey(sought);
  if (deliveries === 1 && (await callers.wasAsked(key))) return true;
  const calls: CreatorsCall[] = [];
  for (const eventName of creatingCalls(sought)) {
    const call = await findInPages(
      (...nextToken) => lookUpEvents(accountId, region, { eventName, until }, ...nextToken),
      (records) => creatorsCallIn(records, sought),
      MAX_PAGES_OF_A_CALL,
    );
    if (call) calls.push(call);
  }
  const last = lastOf(calls);
  const isKnown = last !== null && (isRecent(last, sought) || deliveries >= MAX_DELIVERIES);
  await callers.save(key, isKnown ? last.caller : null);
  return isKnown;
};

/** Asks CloudTrail, and saves its answer. Returns whether there was one. */
const saveAnswer = async (
  { accountId, region, kind, resourceName, ownerKey = '', at = '' }: LookUp,
  deliveries: number,
  { lookUpEvents, maxPages }: { readonly lookUpEvents: LookUpEvents; readonly maxPages: number },
  { sessions, callers, ownerChanges }: Tables,
): Promise<boolean> => {
  const find = <Found>(place: string, inRecords: (records: readonly unknown[]) => Found | null) =>
    findInPages(
      (...nextToken) => lookUpEvents(accountId, place, resourceName, ...nextToken),
      inRecords,
      maxPages,
    );
  switch (kind) {
    case 'access-key': {
      for (const place of new Set([region, GLOBAL_REGION])) {
        const session = await find(place, (records) => findSession(records, resourceName));
        if (!session) continue;
        await sessions.save(session);
        return true;
      }
      return false;
    }
    case 'session-start': {
      const started: Session[] = [];
      for (const place of new Set([region, GLOBAL_REGION])) {
        const { records, nextToken } = await lookUpEvents(accountId, place, { eventName: 'AssumeRole', at });
        // A part of a second's calls may lack the one that shows that two fit.
        if (nextToken !== null) return false;
        started.push(...findSessionsAt(records, resourceName, at));
      }
      // All are saved: where two fit, it is nobody.
      for (const session of started) await sessions.save(session);
      return started.length > 0;
    }
    case 'instance': {
      const caller = await find(region, (records) => findLaunchCaller(records, resourceName));
      if (caller) await callers.save(resourceName, caller);
      return caller !== null;
    }
    case 'owner-change': {
      const change = await find(region, (records) => findOwnerChange(records, resourceName, ownerKey));
      if (change) await ownerChanges.save(resourceName, change);
      return change !== null;
    }
    case 'stack-creator':
    case 'group-creator':
    case 'request-creator': {
      const sought = { of: kind, id: resourceName, accountId, region, before: at || undefined };
      return saveCreator(sought, deliveries, lookUpEvents, callers);
    }
    default:
      return kind satisfies never;
  }
};
