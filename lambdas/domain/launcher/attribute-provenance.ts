import { type Identity, identityOf, userIdIn } from '../record/identity.ts';
import { type Evidence, type Launcher, nobody, person } from '../record/launcher.ts';
import { type CreatorSought, creatorKey, type Provenance } from '../record/provenance.ts';
import { openerOf } from './attribute-session.ts';
import { gatewayUserOf, type KnownEvidence, type LookUpNeeded } from './look-up.ts';

/** What AWS wrote on the instances of a launch, and where and when it was. */
export type LaunchedBy = Pick<CreatorSought, 'accountId' | 'region'> & {
  /** When they were launched, ISO 8601 UTC. */
  readonly at: string;
  readonly provenance: Provenance;
};

type Caller = Identity | { readonly is: 'not-recorded' };

/** The rules by which records name a person. */
type Rules = {
  readonly knownEvidence: KnownEvidence;
  readonly gatewayAccountId: string;
  readonly attributeIdentity: (identity: Identity) => Launcher | LookUpNeeded;
};

/** A person's user name; null for nobody. */
type Named = { readonly userName: string | null };
const NOBODY: Named = { userName: null };

/** One thing that AWS wrote, and how it names a person. */
type Statement = {
  readonly evidence: Evidence;
  /** How a mail says it, after the person's name. */
  readonly how: string;
  readonly find: (rules: Rules) => Named | LookUpNeeded;
};

const USER_ARN = /^arn:aws[\w-]*:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/;

/** The person whom an id or an ARN means. A session's name alone names nobody: who opened the session does. */
const findPrincipal =
  (principal: string, at: string): Statement['find'] =>
  ({ knownEvidence, gatewayAccountId, attributeIdentity }) => {
    const userId = userIdIn(principal);
    const [, accountId, userName = null] = USER_ARN.exec(principal) ?? [];
    if (userId !== undefined || userName !== null) {
      return gatewayUserOf({ userName, userId, accountId }, knownEvidence, gatewayAccountId) ?? NOBODY;
    }
    const identity = identityOf({ type: 'AssumedRole', arn: principal });
    if (identity.is === 'identity-center-session') return attributeIdentity(identity);
    return openerOf(principal, at, knownEvidence, gatewayAccountId);
  };

const findCreator =
  (sought: CreatorSought): Statement['find'] =>
  ({ knownEvidence, attributeIdentity }) => {
    const caller = knownEvidence.callers.get(creatorKey(sought));
    if (caller === undefined) return { kind: 'creator', sought };
    const creator = caller && attributeIdentity(caller);
    // What only a source identity says would need a copy to program managers each time.
    return creator === null || ('evidence' in creator && creator.evidence === 'source-identity')
      ? NOBODY
      : creator;
  };

const findUser =
  (userName: string): Statement['find'] =>
  ({ knownEvidence }) => {
    const user = knownEvidence.usersByName.get(userName);
    return user === undefined ? { kind: 'user-by-name', userName } : (user ?? NOBODY);
  };

/** How mails name a request, by the beginning of its id. */
const requestName = (id: string): string => {
  if (id.startsWith('fleet-')) return `EC2 Fleet ${id}`;
  return id.startsWith('sfr-') ? `Spot Fleet ${id}` : `Spot request ${id}`;
};

const stackName = (stackId: string): string => stackId.split('/')[1] ?? stackId;

/** What AWS wrote, the strongest first. */
const statementsOf = (
  { provenance, accountId, region, at }: LaunchedBy,
  isServices: boolean,
): Statement[] => {
  const { cloud9Owner, provisionedBy, stackId, groupName, requestId } = provenance;
  const of = { accountId, region };
  const statements: Statement[] = [];
  if (cloud9Owner) {
    const find = findPrincipal(cloud9Owner, at);
    statements.push({ evidence: 'cloud9-owner', how: 'owner of its Cloud9 environment', find });
  }
  if (provisionedBy) {
    const find = findPrincipal(provisionedBy, at);
    statements.push({ evidence: 'service-catalog', how: 'for whom Service Catalog launched it', find });
  }
  if (groupName) {
    const find = findCreator({ of: 'group-creator', id: groupName, ...of });
    statements.push({ evidence: 'group-creator', how: `who created Auto Scaling group ${groupName}`, find });
  } else if (requestId && isServices) {
    // In its caller's own call, the record says more. A group's requests are made by Auto Scaling.
    const find = findCreator({ of: 'request-creator', id: requestId, ...of });
    statements.push({ evidence: 'request-creator', how: `who made ${requestName(requestId)}`, find });
  }
  if (stackId) {
    // The group's stack may have been deployed again since it was created.
    const evidence = groupName ? 'group-creator' : 'stack-creator';
    const find = findCreator({ of: 'stack-creator', id: stackId, ...of, before: at });
    statements.push({ evidence, how: `who last deployed stack ${stackName(stackId)}`, find });
  }
  return statements;
};

/** Whether a service made the call on its own, for nobody whom the record shows. */
const isByService = (caller: Caller): boolean =>
  caller.is === 'nobody' ||
  caller.is === 'not-recorded' ||
  (caller.is === 'role-session' && caller.serviceLinked);

/**
 * Finds the person whom the tags name that only AWS can write; null if they name nobody. The Owner of the Spot request or
 * fleet comes first, as the Owner of a group does. Of all else, what names a person must name the same one.
 *
 * @param caller who made the launch, as far as that is known
 */
export const attributeProvenance = (
  launched: LaunchedBy,
  caller: Caller,
  rules: Rules,
): Launcher | LookUpNeeded | null => {
  const { requestId = '', requestOwner } = launched.provenance;
  if (requestOwner !== undefined) {
    const owner = findUser(requestOwner)(rules);
    if ('kind' in owner) return owner;
    const how = `owner of ${requestName(requestId)}`;
    if (owner.userName !== null) return person(owner.userName, 'request-owner', `${owner.userName} (${how})`);
  }
  const found: Launcher[] = [];
  for (const { evidence, how, find } of statementsOf(launched, isByService(caller))) {
    const named = find(rules);
    if ('kind' in named) return named;
    if (named.userName !== null) found.push(person(named.userName, evidence, `${named.userName} (${how})`));
  }
  const [first = null, ...others] = found;
  const other = others.find(({ userName }) => userName !== first?.userName);
  if (first === null || other === undefined) return first;
  return { ...nobody(`either ${first.description} or ${other.description}`), isDisputed: true };
};
