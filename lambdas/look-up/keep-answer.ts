import type { LookUpEvents } from '../aws/cloud-trail.ts';
import type { LaunchCallerTable, OwnerChangeTable, SessionTable } from '../aws/launcher-tables.ts';
import { findLaunchCaller, findOwnerChange, findSession, type LookUp } from '../domain/launcher/look-up.ts';

type Tables = {
  readonly sessions: SessionTable;
  readonly launchCallers: LaunchCallerTable;
  readonly ownerChanges: OwnerChangeTable;
};

/**
 * Where the calls of STS's global endpoint are recorded.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
const GLOBAL_REGION = 'us-east-1';

/** Asks CloudTrail and keeps what it answers: whether it knew. */
export const keepAnswer = async (
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
