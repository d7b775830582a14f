import type { CallerTable, SessionTable } from '../aws/launcher-tables.ts';
import type { UserTable } from '../aws/user-table.ts';
import { type AttributionInput, attribute } from '../domain/launcher/attribute.ts';
import type { User } from '../domain/launcher/directory.ts';
import { type LookUpNeeded, needsLookUp, sessionId } from '../domain/launcher/look-up.ts';
import type { Identity } from '../domain/record/identity.ts';
import { type Launcher, launcherOf, nobody } from '../domain/record/launcher.ts';
import { creatorKey } from '../domain/record/provenance.ts';
import type { Session } from '../domain/record/session.ts';

export type Tables = {
  readonly sessions: Pick<SessionTable, 'find' | 'findAlike'>;
  readonly users: Pick<UserTable, 'byId' | 'byName' | 'byNameInAnyCase'>;
  readonly callers: Pick<CallerTable, 'find'>;
};

/** More than the longest chain of sessions and instances needs: each look-up answers one question for good. */
const MAX_LOOK_UPS = 60;

/** Finds the launcher from the tables. `unanswered` are the sessions and launches that the tables do not have. */
export const findLauncher = async (
  one: AttributionInput,
  { sessions, users, callers }: Tables,
): Promise<{ launcher: Launcher; unanswered: LookUpNeeded[] }> => {
  const knownEvidence = {
    sessions: new Map<string, Session | null>(),
    sessionsById: new Map<string, readonly Session[]>(),
    usersById: new Map<string, User | null>(),
    usersByName: new Map<string, User | null>(),
    callers: new Map<string, Identity | null>(),
  };
  const unanswered: LookUpNeeded[] = [];

  const lookUp = async (missing: LookUpNeeded): Promise<void> => {
    switch (missing.kind) {
      case 'session': {
        const session = await sessions.find(missing.accessKeyId);
        if (!session) unanswered.push(missing);
        knownEvidence.sessions.set(missing.accessKeyId, session);
        return;
      }
      case 'sessions-by-id': {
        const { assumedRoleId, startedAt } = missing;
        const alike = await sessions.findAlike(assumedRoleId, startedAt);
        if (alike.length === 0) unanswered.push(missing);
        knownEvidence.sessionsById.set(sessionId(assumedRoleId, startedAt), alike);
        return;
      }
      case 'launch-caller':
      case 'creator': {
        const of = missing.kind === 'creator' ? creatorKey(missing.sought) : missing.instanceId;
        const caller = await callers.find(of);
        if (!caller) unanswered.push(missing);
        knownEvidence.callers.set(of, caller);
        return;
      }
      case 'user-by-id':
        knownEvidence.usersById.set(missing.userId, await users.byId(missing.userId));
        return;
      case 'user-by-name':
        knownEvidence.usersByName.set(
          missing.userName,
          (await users.byName(missing.userName)) ?? (await users.byNameInAnyCase(missing.userName)),
        );
        return;
      default:
        missing satisfies never;
    }
  };

  for (let lookUps = 0; lookUps < MAX_LOOK_UPS; lookUps++) {
    const found = attribute(one, knownEvidence);
    if (!needsLookUp(found)) return { launcher: found, unanswered };
    await lookUp(found);
  }
  const { identity } = one;
  const launcher = identity.is === 'not-recorded' ? nobody('nobody known') : launcherOf(identity);
  return { launcher, unanswered };
};
