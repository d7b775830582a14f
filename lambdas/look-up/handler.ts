import * as z from 'zod/mini';
import type { LookUpEvents } from '../aws/cloud-trail.ts';
import type { LaunchCallerTable, OwnerChangeTable, SessionTable } from '../aws/launcher-tables.ts';
import { paced } from '../concurrency.ts';
import { findLaunchCaller, findOwnerChange, findSession, LookUp } from '../domain/launcher/look-up.ts';
import type { Log } from '../log.ts';
import { DELIVERIES, type Taken, takeBatch } from '../take-batch.ts';

/** The environment of `look-up`. */
export const LookUpEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The name of the role in each sub-account that may ask CloudTrail. */
  LOOK_UP_ROLE_NAME: z.string(),
});
export type LookUpEnvironment = z.infer<typeof LookUpEnvironment>;

/**
 * One call a second; two of this function run at once, and CloudTrail takes two a second of an account and Region:
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const PAUSE_MS = 1000;

type Tables = {
  readonly sessions: SessionTable;
  readonly launchCallers: LaunchCallerTable;
  readonly ownerChanges: OwnerChangeTable;
};

export type LookUpClients = Tables & { readonly lookUpEvents: LookUpEvents; readonly log: Log };

/** Asks CloudTrail what a batch of questions asks, and keeps the answers in the table. */
export const createHandler = ({ log, ...clients }: LookUpClients) => {
  const lookUpEvents = paced(PAUSE_MS, clients.lookUpEvents);

  const take = async (lookUp: LookUp, deliveries: number): Promise<Taken> => {
    const found = await keepAnswer(lookUp, lookUpEvents, clients);
    log.info(found ? 'look-up-answered' : 'look-up-unanswered', { lookUp, deliveries });
    // Records lag: asked again after the queue's visibility timeout. No dead letter for what nobody recorded.
    return found || deliveries >= DELIVERIES ? 'done' : 'again';
  };

  return takeBatch({ order: 'one-by-one', body: LookUp, take }, log);
};

/**
 * Where the calls of STS's global endpoint are recorded.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
const GLOBAL_REGION = 'us-east-1';

/** Asks CloudTrail and keeps what it answers: whether it knew. */
const keepAnswer = async (
  { accountId, region, kind, resourceName, ownerKey = '' }: LookUp,
  lookUpEvents: LookUpEvents,
  { sessions, launchCallers, ownerChanges }: Tables,
): Promise<boolean> => {
  switch (kind) {
    case 'access-key': {
      for (const place of new Set([region, GLOBAL_REGION])) {
        const session = findSession(await lookUpEvents(accountId, place, resourceName), resourceName);
        if (!session) continue;
        await sessions.keep(session);
        return true;
      }
      return false;
    }
    case 'instance': {
      const caller = findLaunchCaller(await lookUpEvents(accountId, region, resourceName), resourceName);
      if (caller) await launchCallers.keep(resourceName, caller);
      return caller !== null;
    }
    case 'owner-change': {
      const records = await lookUpEvents(accountId, region, resourceName);
      const change = findOwnerChange(records, resourceName, ownerKey);
      if (change) await ownerChanges.keep(resourceName, change);
      return change !== null;
    }
    default:
      return kind satisfies never;
  }
};
