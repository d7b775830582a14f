import type { LaunchCallerTable, SessionTable } from '../aws/launcher-tables.ts';
import type { UserTable } from '../aws/users.ts';
import { attribute, type Case } from '../domain/launcher/attribute.ts';
import { isMissing, type Missing } from '../domain/launcher/attribute-session.ts';
import type { User } from '../domain/launcher/directory.ts';
import type { Identity } from '../domain/record/identity.ts';
import { type Launcher, launcherOf, nobody } from '../domain/record/launcher.ts';
import type { Session } from '../domain/record/session.ts';

export type Tables = {
  readonly sessions: Pick<SessionTable, 'find'>;
  readonly users: Pick<UserTable, 'byId' | 'byName'>;
  readonly launchCallers: Pick<LaunchCallerTable, 'find'>;
};

/** More than the longest chain of sessions and instances needs: each look-up answers one question for good. */
const LOOK_UPS = 60;

/** The launcher as far as the tables tell, and what they do not hold of sessions and of launches. */
export const findLauncher = async (
  one: Case,
  { sessions, users, launchCallers }: Tables,
): Promise<{ launcher: Launcher; unanswered: Missing[] }> => {
  const gathered = {
    sessions: new Map<string, Session | null>(),
    usersById: new Map<string, User | null>(),
    usersByName: new Map<string, User | null>(),
    launchCallers: new Map<string, Identity | null>(),
  };
  const unanswered: Missing[] = [];

  const lookUp = async (missing: Missing): Promise<void> => {
    switch (missing.need) {
      case 'session': {
        const session = await sessions.find(missing.accessKeyId);
        if (!session) unanswered.push(missing);
        gathered.sessions.set(missing.accessKeyId, session);
        return;
      }
      case 'launch-caller': {
        const caller = await launchCallers.find(missing.instanceId);
        if (!caller) unanswered.push(missing);
        gathered.launchCallers.set(missing.instanceId, caller);
        return;
      }
      case 'user-by-id':
        gathered.usersById.set(missing.userId, await users.byId(missing.userId));
        return;
      case 'user-by-name':
        gathered.usersByName.set(missing.userName, await users.byName(missing.userName));
        return;
      default:
        missing satisfies never;
    }
  };

  for (let lookUps = 0; lookUps < LOOK_UPS; lookUps++) {
    const found = attribute(one, gathered);
    if (!isMissing(found)) return { launcher: found, unanswered };
    await lookUp(found);
  }
  const { identity } = one;
  const launcher = identity.is === 'not-recorded' ? nobody('nobody known') : launcherOf(identity);
  return { launcher, unanswered };
};
