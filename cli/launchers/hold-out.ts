import { type Identity, userIdIn } from '../../lambdas/domain/record/identity.ts';
import type { Session } from '../../lambdas/domain/record/session.ts';
import { findPerson, gatewayOf } from './attribution.ts';
import { type Call, type CollectionEvidence, callAs, knownEvidence } from './evidence.ts';

/** What is left of the evidence about a session when a part of it is taken away, in the order of the table. */
export const REMAINS = {
  userId: 'the user id of the AssumeRole record',
  mfaDevice: 'the MFA device of the AssumeRole record',
  noRecord: 'the call, without the AssumeRole record',
  noKey: 'the AssumeRole record, in a call through CloudFormation without its access key',
  noDelivery: "the call of an instance's session, without `ec2RoleDelivery`",
} as const;
export type Remains = keyof typeof REMAINS;

/**
 * Whom the rest of the evidence names. `same`: the person whom all of it names. `another`: another person, or a person
 * where all of it leads to nobody. `nobody`: nobody where all of it leads to a person. `none`: nobody, as all of it.
 */
export type Outcome = 'same' | 'another' | 'nobody' | 'none';

const outcomeOf = (withAll: string | null, withRest: string | null): Outcome => {
  if (withRest === null) return withAll === null ? 'none' : 'nobody';
  return withRest === withAll ? 'same' : 'another';
};

/** The numbers of sessions. */
export type Outcomes = Readonly<Record<Outcome, number>>;
export type HoldOuts = Readonly<Record<Remains, Outcomes>>;

const NO_SESSIONS: Outcomes = { same: 0, another: 0, nobody: 0, none: 0 };

type Reduced = {
  readonly remains: Remains;
  readonly identity: Identity;
  /** The session as its AssumeRole record would show it; null without that record. */
  readonly session: Session | null;
};

/** A service that calls in the identity of a session. */
const SERVICE = 'cloudformation.amazonaws.com';

/** The caller as the record of the role's account would show one whose id says nothing. */
const UNKNOWN = { type: 'AWSAccount', principalId: null, accountId: null, userName: null, accessKeyId: null };

/** What can be taken away from a role session. */
const reducedSession = ({ entry, identity, userIdentity }: Call, session: Session): Reduced[] => {
  const { caller, serialNumber } = session;
  const { accessKeyId: _key, ...withoutKey } = userIdentity;
  const { principalId } = caller;
  const reduced: Reduced[] = [
    { remains: 'noRecord', identity, session: null },
    { remains: 'noKey', identity: callAs(entry, { ...withoutKey, invokedBy: SERVICE }).identity, session },
  ];
  if (userIdIn(principalId) !== undefined) {
    // In the record of the role's account, the caller has no name.
    const onlyId = { ...session, serialNumber: null, caller: { ...UNKNOWN, principalId } };
    reduced.push({ remains: 'userId', identity, session: onlyId });
  }
  if (serialNumber !== null) {
    reduced.push({ remains: 'mfaDevice', identity, session: { ...session, caller: UNKNOWN } });
  }
  return reduced;
};

const reducedInstance = ({ entry, userIdentity }: Call): Reduced => {
  const { ec2RoleDelivery: _delivery, ...sessionContext } = userIdentity.sessionContext ?? {};
  return {
    remains: 'noDelivery',
    identity: callAs(entry, { ...userIdentity, sessionContext }).identity,
    session: null,
  };
};

const reducedCall = (call: Call, session: Session | undefined): Reduced[] => {
  if (call.identity.is === 'instance-session') return [reducedInstance(call)];
  return call.identity.is === 'role-session' && session ? reducedSession(call, session) : [];
};

/**
 * Takes parts of the evidence about each session away, and compares whom the rest names with whom all of it names. A
 * session counts once, however many calls it made.
 */
export const holdOut = (calls: readonly Call[], evidence: CollectionEvidence): HoldOuts => {
  const counts: Record<Remains, Outcomes> = {
    userId: NO_SESSIONS,
    mfaDevice: NO_SESSIONS,
    noRecord: NO_SESSIONS,
    noKey: NO_SESSIONS,
    noDelivery: NO_SESSIONS,
  };
  const seen = new Set<string>();
  for (const call of calls) {
    const { accessKeyId: key = '', principalId } = call.userIdentity;
    const session = `${key} ${principalId}`;
    const reduced = seen.has(session) ? [] : reducedCall(call, evidence.sessions.get(key));
    if (reduced.length === 0) continue;
    seen.add(session);
    const gateway = gatewayOf(call, evidence);
    const withAll = findPerson(call.identity, knownEvidence(evidence, gateway), gateway);
    for (const { remains, identity, session } of reduced) {
      const sessions = new Map(evidence.sessions);
      if (session) sessions.set(key, session);
      else sessions.delete(key);
      const withRest = findPerson(identity, knownEvidence({ ...evidence, sessions }, gateway), gateway);
      const outcome = outcomeOf(withAll, withRest);
      counts[remains] = { ...counts[remains], [outcome]: counts[remains][outcome] + 1 };
    }
  }
  return counts;
};
