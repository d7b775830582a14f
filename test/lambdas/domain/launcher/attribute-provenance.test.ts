import { describe, expect, test } from '@jest/globals';
import { attribute } from '../../../../lambdas/domain/launcher/attribute.ts';
import type { Origin } from '../../../../lambdas/domain/launcher/origin.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import {
  type CreatorSought,
  creatorKey,
  type Provenance,
} from '../../../../lambdas/domain/record/provenance.ts';
import { aSession, GATEWAY, KEY } from '../../a-session.ts';
import { anIamUser, aRoleSession } from '../../an-identity.ts';
import { allOf, type World } from '../../known-evidence.ts';

const PLACE = { accountId: '422448306679', region: 'us-west-2' };
const AT = '2026-11-03T17:00:00Z';
const STACK = 'arn:aws:cloudformation:us-west-2:422448306679:stack/web/1b2c3d4e';
const ROLE_ID = 'AROAXEXAMPLEROLE00001:botocore-session-1793722800';
const ARN = 'arn:aws:sts::422448306679:assumed-role/developer/botocore-session-1793722800';

/** A service that launches in a role that nobody else can assume. */
const byService: Identity = aRoleSession({
  roleName: 'AWSServiceRoleForEC2Spot',
  sessionName: 'spot',
  accessKeyId: null,
  serviceLinked: true,
  invokedBy: 'spot.amazonaws.com',
});

type Given = World & { readonly identity?: Identity; readonly origin?: Origin | null };

const find = (provenance: Provenance, { identity = byService, origin = null, ...world }: Given = {}) =>
  attribute(
    { identity, origin, gatewayAccountId: GATEWAY, launched: { ...PLACE, at: AT, provenance } },
    allOf(world),
  );

const createdBy = (of: CreatorSought['of'], id: string, caller: Identity, before?: string) => ({
  [creatorKey({ of, id, ...PLACE, before })]: caller,
});

const bob = (evidence: string, description: string) => ({
  userName: 'bob@ucsc.edu',
  evidence,
  description,
});
const unknown = { userName: null, evidence: null };

describe('the owner of a Cloud9 environment', () => {
  const said = bob('cloud9-owner', 'bob@ucsc.edu (owner of its Cloud9 environment)');

  test('is the user of the directory with that id', () => {
    expect(find({ cloud9Owner: 'AIDABOB' })).toEqual(said);
    expect(find({ cloud9Owner: 'AIDASTRANGER' })).toMatchObject(unknown);
  });

  test('is who opened the session of that role and name', () => {
    expect(find({ cloud9Owner: ROLE_ID }, { sessions: [aSession()] })).toEqual(said);
    expect(find({ cloud9Owner: ROLE_ID })).toMatchObject(unknown);
  });

  test('is not shown by the name of the session, which its caller chose', () => {
    const named = { cloud9Owner: 'AROAXEXAMPLEROLE00001:alice@ucsc.edu' };
    expect(find(named)).toMatchObject(unknown);
    const session = aSession({}, { assumedRoleId: named.cloud9Owner });
    expect(find(named, { sessions: [session] })).toEqual(said);
  });

  test('is nobody if two people had such a session open', () => {
    const another = aSession({ principalId: 'AIDAALICE' }, { accessKeyId: 'ASIAOTHER' });
    expect(find({ cloud9Owner: ROLE_ID }, { sessions: [aSession(), another] })).toMatchObject(unknown);
    const again = aSession({}, { accessKeyId: 'ASIAOTHER', eventTime: '2026-11-03T16:30:00Z' });
    expect(find({ cloud9Owner: ROLE_ID }, { sessions: [aSession(), again] })).toEqual(said);
  });

  test.each([
    ['after the launch', '2026-11-03T17:00:01Z'],
    ['more than twelve hours before it', '2026-11-03T04:59:59Z'],
  ])('did not open a session that began %s', (_, eventTime) => {
    const session = aSession({}, { eventTime });
    expect(find({ cloud9Owner: ROLE_ID }, { sessions: [session] })).toMatchObject(unknown);
  });

  test('is not the root user', () => {
    expect(find({ cloud9Owner: '422448306679' })).toMatchObject(unknown);
  });
});

describe('for whom Service Catalog launched', () => {
  const said = bob('service-catalog', 'bob@ucsc.edu (for whom Service Catalog launched it)');

  test('is an IAM user of the gateway account, and of no other', () => {
    const user = (accountId: string) => `arn:aws:iam::${accountId}:user/people/bob@ucsc.edu`;
    expect(find({ provisionedBy: user(GATEWAY) })).toEqual(said);
    expect(find({ provisionedBy: user(PLACE.accountId) })).toMatchObject(unknown);
  });

  test('is who opened the session of that ARN', () => {
    expect(find({ provisionedBy: ARN }, { sessions: [aSession({}, { arn: ARN })] })).toEqual(said);
    expect(find({ provisionedBy: ARN }, { sessions: [aSession({}, { arn: `${ARN}0` })] })).toMatchObject(
      unknown,
    );
  });

  test('is the user of Identity Center whom the session is named after', () => {
    const provisionedBy =
      'arn:aws:sts::422448306679:assumed-role/AWSReservedSSO_Developers_0123456789abcdef/bob@ucsc.edu';
    expect(find({ provisionedBy })).toEqual(said);
  });
});

describe('who deployed a stack', () => {
  const provenance = { stackId: STACK };
  const said = bob('stack-creator', 'bob@ucsc.edu (who last deployed stack web)');

  test('is asked for, before the launch', () => {
    const nothing = { ...allOf({}), callers: new Map() };
    const one = { identity: byService, origin: null, gatewayAccountId: GATEWAY };
    expect(attribute({ ...one, launched: { ...PLACE, at: AT, provenance } }, nothing)).toEqual({
      kind: 'creator',
      sought: { of: 'stack-creator', id: STACK, ...PLACE, before: AT },
    });
  });

  test('is the person behind that call, by the rules of every record', () => {
    const callers = createdBy('stack-creator', STACK, aRoleSession(), AT);
    expect(find(provenance, { callers, sessions: [aSession()] })).toEqual(said);
    expect(find(provenance, { callers })).toMatchObject(unknown);
    const foreign = createdBy('stack-creator', STACK, anIamUser('bob@ucsc.edu', PLACE.accountId), AT);
    expect(find(provenance, { callers: foreign })).toMatchObject(unknown);
  });

  test('is not whom a source identity alone shows', () => {
    const caller = aRoleSession({ sourceIdentity: 'bob@ucsc.edu' });
    const callers = createdBy('stack-creator', STACK, caller, AT);
    expect(find(provenance, { callers })).toMatchObject(unknown);
  });

  test('counts only where the record of the launch leads to nobody', () => {
    const callers = createdBy('stack-creator', STACK, anIamUser('bob@ucsc.edu'), AT);
    expect(find(provenance, { identity: anIamUser('alice@ucsc.edu'), callers })).toMatchObject({
      userName: 'alice@ucsc.edu',
      evidence: 'iam-user',
    });
  });
});

describe('an Auto Scaling group', () => {
  const provenance = { groupName: 'workers', stackId: STACK };
  const group = (owner: string | null): Origin => ({ kind: 'auto-scaling-group', id: 'workers', owner });
  const callers = createdBy('group-creator', 'workers', anIamUser('bob@ucsc.edu'));
  const said = bob('group-creator', 'bob@ucsc.edu (who created Auto Scaling group workers)');

  test('leads to who created it, if it has no Owner', () => {
    expect(find(provenance, { origin: group(null), callers })).toEqual(said);
  });

  test('leads to its Owner, if it has one, even if that is no person', () => {
    expect(find(provenance, { origin: group('alice@ucsc.edu'), callers })).toMatchObject({
      userName: 'alice@ucsc.edu',
      evidence: 'group-owner',
    });
    expect(find(provenance, { origin: group('shared'), callers })).toMatchObject(unknown);
  });

  test('leads to nobody before its Owner was looked for', () => {
    expect(find(provenance, { callers })).toMatchObject(unknown);
  });

  test('of a stack is its: who deployed that is evidence of the group', () => {
    const stack = createdBy('stack-creator', STACK, anIamUser('bob@ucsc.edu'), AT);
    expect(find(provenance, { origin: group(null), callers: stack })).toMatchObject({
      userName: 'bob@ucsc.edu',
      evidence: 'group-creator',
    });
  });

  test('leads to nobody if another deployed its stack since', () => {
    const stack = createdBy('stack-creator', STACK, anIamUser('alice@ucsc.edu'), AT);
    const all = { ...callers, ...stack };
    expect(find(provenance, { origin: group(null), callers: all })).toEqual({
      ...unknown,
      description:
        'either bob@ucsc.edu (who created Auto Scaling group workers) or alice@ucsc.edu (who last deployed stack web)',
      isDisputed: true,
    });
  });
});

describe('a Spot request or fleet', () => {
  test.each([
    ['sir-1', 'Spot request sir-1'],
    ['sfr-1', 'Spot Fleet sfr-1'],
    ['fleet-1', 'EC2 Fleet fleet-1'],
  ])('leads to its Owner, else to who made it: %s', (requestId, name) => {
    const callers = createdBy('request-creator', requestId, anIamUser('bob@ucsc.edu'));
    expect(find({ requestId }, { callers })).toEqual(
      bob('request-creator', `bob@ucsc.edu (who made ${name})`),
    );
    expect(find({ requestId, requestOwner: 'alice@ucsc.edu' }, { callers })).toEqual({
      userName: 'alice@ucsc.edu',
      evidence: 'request-owner',
      description: `alice@ucsc.edu (owner of ${name})`,
    });
    // No person.
    expect(find({ requestId, requestOwner: 'shared' }, { callers })).toMatchObject({
      evidence: 'request-creator',
    });
  });

  test("of its caller's own call is not asked about: the record says more", () => {
    const callers = createdBy('request-creator', 'sir-1', anIamUser('bob@ucsc.edu'));
    const identity = aRoleSession({ accessKeyId: KEY });
    expect(find({ requestId: 'sir-1' }, { identity, callers })).toMatchObject(unknown);
  });
});

test('what is known of the record stays, if it leads to nobody', () => {
  expect(find({ cloud9Owner: 'AIDASTRANGER' })).toEqual({
    ...unknown,
    description: 'EC2 Spot, whose record names no person',
  });
});

test('if CloudTrail was asked for the record of the launch, its caller is kept', () => {
  const one = { identity: { is: 'not-recorded', instanceId: 'i-1' }, origin: null } as const;
  const launched = { ...PLACE, at: AT, provenance: { cloud9Owner: 'AIDABOB' } };
  const known = allOf({ callers: { 'i-1': byService } });
  expect(attribute({ ...one, gatewayAccountId: GATEWAY, launched }, known)).toMatchObject({
    userName: 'bob@ucsc.edu',
    identity: byService,
  });
});
