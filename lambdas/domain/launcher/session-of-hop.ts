import { HOUR_MS } from '../instant.ts';
import { type Identity, userIdIn } from '../record/identity.ts';
import type { Session } from '../record/session.ts';
import { type KnownEvidence, type LookUpNeeded, sessionId } from './look-up.ts';

type RoleSession = Extract<Identity, { is: 'role-session' }>;

/** One session in a chain of sessions that assumed one another's roles. */
export type SessionHop = Pick<
  RoleSession,
  'accessKeyId' | 'sessionName' | 'isFromConsole' | 'sourceIdentity'
> & {
  /**
   * Only where the session's key is not known: its role and name, as an id or an ARN, and when it began, or else a time at
   * which it was open.
   */
  readonly byService?: Pick<RoleSession, 'assumedRoleId' | 'startedAt'> & { readonly openAt?: string };
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (DurationSeconds) */
const LONGEST_SESSION_MS = 12 * HOUR_MS;

const mayBeOpenAt =
  (at: number) =>
  ({ eventTime }: Session): boolean =>
    Date.parse(eventTime) <= at && at - Date.parse(eventTime) <= LONGEST_SESSION_MS;

/**
 * The session, by the record that issued its access key. A service such as CloudFormation calls in a session's
 * identity without its key, or with another key: then it is the session with the same role, name and beginning.
 */
export const sessionOfHop = (
  { accessKeyId, byService }: SessionHop,
  { sessions, sessionsById }: KnownEvidence,
): Session | 'several' | null | LookUpNeeded => {
  const issued = accessKeyId === null ? null : sessions.get(accessKeyId);
  if (issued === undefined && accessKeyId !== null) return { kind: 'session', accessKeyId };
  if (issued) return issued;
  const { assumedRoleId, startedAt = null, openAt } = byService ?? {};
  if (!assumedRoleId || (startedAt === null && openAt === undefined)) return null;
  const alike = sessionsById.get(sessionId(assumedRoleId, startedAt));
  if (alike === undefined) return { kind: 'sessions-by-id', assumedRoleId, startedAt };
  const [first, ...others] = openAt === undefined ? alike : alike.filter(mayBeOpenAt(Date.parse(openAt)));
  if (!first) return null;
  // A person's script may begin several at once. Where two callers fit, it is nobody.
  const userId = userIdIn(first.caller.principalId);
  const isOnes =
    userId !== undefined && others.every(({ caller }) => userIdIn(caller.principalId) === userId);
  return others.length === 0 || isOnes ? first : 'several';
};
