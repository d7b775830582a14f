import type { User } from '../../lambdas/domain/launcher/directory.ts';
import { type KnownEvidence, sessionId } from '../../lambdas/domain/launcher/look-up.ts';
import type { Identity } from '../../lambdas/domain/record/identity.ts';
import type { Session } from '../../lambdas/domain/record/session.ts';

/** The evidence that can be found. */
export type World = {
  readonly sessions?: readonly Session[];
  readonly users?: readonly User[];
  /** Who launched an instance, by its id, or created what launched it, by `creatorKey`. */
  readonly callers?: Readonly<Record<string, Identity>>;
};

export const BOB: User = { userName: 'bob@ucsc.edu', userId: 'AIDABOB' };
export const ALICE: User = { userName: 'alice@ucsc.edu', userId: 'AIDAALICE' };

/** Evidence after look-ups: a key with null was looked up, and not found. */
class LookedUp<T> extends Map<string, T | null> {
  override get(key: string): T | null {
    return super.get(key) ?? null;
  }
}

/** Sessions after look-ups: none is left to look up. */
class AlikeSessions extends Map<string, readonly Session[]> {
  override get(key: string): readonly Session[] {
    return super.get(key) ?? [];
  }
}

/** All evidence that can be found: no look-up is needed. */
export const allOf = ({ sessions = [], users = [BOB, ALICE], callers = {} }: World): KnownEvidence => ({
  sessions: new LookedUp(sessions.map((session) => [session.accessKeyId, session])),
  sessionsById: new AlikeSessions([
    ...Map.groupBy(sessions, ({ assumedRoleId = '', eventTime }) => sessionId(assumedRoleId, eventTime)),
    ...Map.groupBy(sessions, ({ assumedRoleId = '' }) => sessionId(assumedRoleId, null)),
    ...Map.groupBy(sessions, ({ arn = '' }) => sessionId(arn, null)),
  ]),
  usersById: new LookedUp(users.map((user) => [user.userId, user])),
  usersByName: new LookedUp(users.map((user) => [user.userName, user])),
  callers: new LookedUp(Object.entries(callers)),
});
