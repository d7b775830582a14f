import { type Identity, instanceInName } from '../record/identity.ts';
import { issuerOf, type Launcher, launcherOf, nobody, person, throughService } from '../record/launcher.ts';
import { attributeProvenance, type LaunchedBy } from './attribute-provenance.ts';
import { attributeSession } from './attribute-session.ts';
import { gatewayUserOf, type KnownEvidence, type LookUpNeeded, needsLookUp } from './look-up.ts';
import type { Origin } from './origin.ts';

/**
 * What the launcher is found by: who made the call, and the instances' origin as far as `check` has looked for
 * it.
 */
export type AttributionInput = {
  /** `not-recorded` if no record of the launch came. Then the launch of this instance is looked up. */
  readonly identity: Identity | { readonly is: 'not-recorded'; readonly instanceId: string };
  readonly origin: Origin | null;
  readonly gatewayAccountId: string;
  /** What AWS wrote on the instances; absent if nothing is known of that. */
  readonly launched?: LaunchedBy | undefined;
};

/** At most this many instances that launched one another are followed. */
const MAX_GENERATIONS = 4;

type InstanceSession = Extract<Identity, { is: 'instance-session' }>;
type RoleSession = Extract<Identity, { is: 'role-session' }>;

/** Finds the person by the Owner of the origin, if that is a user. A value such as `shared` is nobody. */
const attributeOwner = (
  { owner, id, kind }: Origin,
  { usersByName }: KnownEvidence,
): Launcher | LookUpNeeded => {
  const isGroup = kind === 'auto-scaling-group';
  const what = isGroup ? `Auto Scaling group ${id}` : `instance ${id}`;
  if (!owner) return nobody(`${what}, which has no valid Owner`);
  const user = usersByName.get(owner);
  if (user === undefined) return { kind: 'user-by-name', userName: owner };
  if (!user) return nobody(`${what}, whose Owner is no user: ${owner}`);
  return person(
    user.userName,
    isGroup ? 'group-owner' : 'instance-owner',
    `${user.userName} (owner of ${what})`,
  );
};

const attributeInstance = (
  { identity, origin, gatewayAccountId }: AttributionInput & { readonly identity: InstanceSession },
  knownEvidence: KnownEvidence,
  generation: number,
): Launcher | LookUpNeeded => {
  const { instanceId, region } = identity;
  const known = origin?.kind === 'instance' && origin.id === instanceId ? origin : null;
  const owner = known ? attributeOwner(known, knownEvidence) : launcherOf(identity);
  if (needsLookUp(owner) || owner.userName !== null || generation === MAX_GENERATIONS) return owner;
  const caller = knownEvidence.callers.get(instanceId);
  if (caller === undefined) return { kind: 'launch-caller', instanceId, region };
  if (caller === null) return known ? owner : nobody(`instance ${instanceId}, launched by nobody known`);
  const launcher = attributeCaller(
    { identity: caller, origin: null, gatewayAccountId },
    knownEvidence,
    generation + 1,
  );
  if (needsLookUp(launcher)) return launcher;
  const { userName, evidence, description, isDisputed } = launcher;
  if (userName === null) {
    return { ...nobody(`instance ${instanceId}, launched by ${description}`), isDisputed };
  }
  if (evidence === 'source-identity') {
    const text = `${userName} (by the source identity of the session that launched instance ${instanceId})`;
    return person(userName, evidence, text);
  }
  const how = evidence === 'session-name' ? 'by the name of the session that' : 'who';
  return person(userName, 'instance-launcher', `${userName} (${how} launched instance ${instanceId})`);
};

/** The description for a launch whose record was neither delivered nor found. */
const NOBODY_RECORDED = 'nobody known: CloudTrail has not shown the record of the launch';

/**
 * Looks up the record of a launch, then goes on as if it had been delivered. `identity` of the result is who
 * made the call.
 */
const attributeNotRecorded = (
  instanceId: string,
  one: AttributionInput,
  knownEvidence: KnownEvidence,
  generation: number,
): Launcher | LookUpNeeded => {
  const identity = knownEvidence.callers.get(instanceId);
  if (identity === undefined) return { kind: 'launch-caller', instanceId };
  if (identity === null) return nobody(NOBODY_RECORDED);
  const launcher = attributeCaller({ ...one, identity }, knownEvidence, generation);
  return needsLookUp(launcher) ? launcher : { ...launcher, identity };
};

/** A session named after an instance may be the instance's, unless a record shows that somebody assumed the role. */
const attributeRoleSession = (
  one: AttributionInput & { readonly identity: RoleSession },
  knownEvidence: KnownEvidence,
  generation: number,
): Launcher | LookUpNeeded => {
  const { accessKeyId, roleName, invokedBy } = one.identity;
  const launcher = attributeSession(one.identity, knownEvidence, one.gatewayAccountId);
  const instanceId = instanceInName(one.identity);
  if (needsLookUp(launcher) || launcher.userName !== null || instanceId === null) return launcher;
  const session = accessKeyId === null ? null : knownEvidence.sessions.get(accessKeyId);
  if (session && session.caller.type !== 'AWSService') return launcher;
  const identity = { is: 'instance-session', instanceId, roleName, invokedBy } as const;
  const ofInstance = attributeInstance({ ...one, identity }, knownEvidence, generation);
  const isShown = one.origin?.id === instanceId && !one.origin.isNotFound;
  return needsLookUp(ofInstance) || ofInstance.userName !== null || isShown ? ofInstance : launcher;
};

/** Finds the gateway's user who made a call as an IAM user, or who issued the session of a federated user. */
const attributeUser = (
  identity: Extract<Identity, { is: 'iam-user' | 'federated-user' }>,
  knownEvidence: KnownEvidence,
  gatewayAccountId: string,
): Launcher | LookUpNeeded => {
  const isDirect = identity.is === 'iam-user';
  const user = gatewayUserOf(isDirect ? identity : issuerOf(identity), knownEvidence, gatewayAccountId);
  if (user === null) return launcherOf(identity);
  if ('kind' in user) return user;
  const through = throughService(identity.invokedBy);
  return isDirect
    ? person(user.userName, 'iam-user', `IAM user ${user.userName}${through}`)
    : person(
        user.userName,
        'federation-issuer',
        `${user.userName} (who federated ${identity.name ?? 'without a name'})${through}`,
      );
};

/**
 * Identity Center names the user. If the directory has just one user of that name, it is the same person, whatever
 * the case of the letters.
 */
const attributeIdentityCenter = (
  identity: Extract<Identity, { is: 'identity-center-session' }>,
  { usersByName }: KnownEvidence,
): Launcher | LookUpNeeded => {
  const { userName } = identity;
  const user = usersByName.get(userName);
  if (user === undefined) return { kind: 'user-by-name', userName };
  return launcherOf(user ? { ...identity, userName: user.userName } : identity);
};

const attributeCaller = (
  one: AttributionInput,
  knownEvidence: KnownEvidence,
  generation: number,
): Launcher | LookUpNeeded => {
  const { identity } = one;
  switch (identity.is) {
    case 'not-recorded':
      return attributeNotRecorded(identity.instanceId, one, knownEvidence, generation);
    case 'role-session':
      return attributeRoleSession({ ...one, identity }, knownEvidence, generation);
    case 'instance-session':
      return attributeInstance({ ...one, identity }, knownEvidence, generation);
    case 'iam-user':
    case 'federated-user':
      return attributeUser(identity, knownEvidence, one.gatewayAccountId);
    case 'identity-center-session':
      return attributeIdentityCenter(identity, knownEvidence);
    case 'nobody':
      return launcherOf(identity);
    default:
      return identity satisfies never;
  }
};

/**
 * Finds the person behind a launch, by the strongest evidence first, or names the next thing to look up. The
 * caller looks it up, adds the result to the evidence, and calls again. docs/launchers.md
 */
export const attribute = (one: AttributionInput, knownEvidence: KnownEvidence): Launcher | LookUpNeeded => {
  const caller = attributeCaller(one, knownEvidence, 1);
  if (needsLookUp(caller) || caller.userName !== null) return caller;
  const { origin, gatewayAccountId, launched } = one;
  const group = origin?.kind === 'auto-scaling-group' ? origin : null;
  const owner = group ? attributeOwner(group, knownEvidence) : caller;
  if (needsLookUp(owner)) return owner;
  const { identity } = caller;
  const launcher = identity ? { ...owner, identity } : owner;
  // A group's own Owner counts, also if it is nobody. Before the first check, it is not known.
  const isOwned = launched?.provenance.groupName ? !group || group.owner !== null : false;
  if (!launched || isOwned) return launcher;
  const found = attributeProvenance(launched, identity ?? one.identity, {
    knownEvidence,
    gatewayAccountId,
    attributeIdentity: (creator) =>
      attributeCaller({ identity: creator, origin: null, gatewayAccountId }, knownEvidence, 2),
  });
  if (found === null) return launcher;
  return needsLookUp(found) || !identity ? found : { ...found, identity };
};
