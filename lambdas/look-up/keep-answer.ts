import type { LaunchCallerTable } from '../aws/launch-caller-table.ts';
import type { LookUpEvents } from '../aws/look-up-events.ts';
import type { SessionTable } from '../aws/session-table.ts';
import { findLaunchCaller, findSession } from '../domain/launcher/found-in-cloud-trail.ts';
import type { LookUp } from '../domain/launcher/look-up.ts';

type Tables = { readonly sessions: SessionTable; readonly launchCallers: LaunchCallerTable };

/**
 * Where the calls of STS's global endpoint are recorded.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
const GLOBAL_REGION = 'us-east-1';

/** Asks CloudTrail and keeps what it answers: whether it knew. */
export const keepAnswer = async (
  { accountId, region, kind, resourceName }: LookUp,
  lookUpEvents: LookUpEvents,
  { sessions, launchCallers }: Tables,
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
    default:
      return kind satisfies never;
  }
};
