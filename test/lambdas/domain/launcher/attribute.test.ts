import { describe, expect, test } from '@jest/globals';
import { type AttributionInput, attribute } from '../../../../lambdas/domain/launcher/attribute.ts';
import type { KnownEvidence } from '../../../../lambdas/domain/launcher/look-up.ts';
import type { Origin } from '../../../../lambdas/domain/launcher/origin.ts';
import type { Identity } from '../../../../lambdas/domain/record/identity.ts';
import { launcherOf } from '../../../../lambdas/domain/record/launcher.ts';
import { aSession, GATEWAY, KEY } from '../../a-session.ts';
import { anIamUser, anInstanceSession, aRoleSession } from '../../an-identity.ts';
import { allOf, BOB, type World } from '../../known-evidence.ts';

const aCase = (identity: Identity, origin: Origin | null = null): AttributionInput => ({
  identity,
  origin,
  gatewayAccountId: GATEWAY,
});
const find = (identity: Identity, origin: Origin | null = null, world: World = {}) =>
  attribute(aCase(identity, origin), allOf(world));

const bob = (evidence: string, description: string) => ({ userName: BOB.userName, evidence, description });
const nobody = (description: string) => ({ userName: null, evidence: null, description });

test('a caller who is nobody needs no look-up', () => {
  const identity: Identity = { is: 'nobody', type: 'Root', invokedBy: null };
  const nothing = {
    sessions: new Map(),
    sessionsById: new Map(),
    usersById: new Map(),
    usersByName: new Map(),
    callers: new Map(),
  };
  expect(attribute(aCase(identity), nothing)).toEqual(launcherOf(identity));
});

describe('an IAM user', () => {
  const SUB_ACCOUNT = '422448306679';
  const anUser = (more: object) => ({
    ...anIamUser('bob@ucsc.edu', SUB_ACCOUNT),
    ...more,
  });
  const said = bob('iam-user', 'IAM user bob@ucsc.edu');

  test("is the gateway's user of that name if of the gateway account, or in the directory by id", () => {
    expect(find(anIamUser('bob@ucsc.edu'))).toEqual(said);
    expect(find(anUser({ userId: 'AIDABOB' }))).toEqual(said);
    expect(find(anUser({ accountId: undefined, userId: 'AIDABOB' }))).toEqual(said);
  });

  test('has the name of the directory today', () => {
    const renamed = { ...anUser({ userId: 'AIDABOB' }), userName: 'bobby@ucsc.edu' };
    expect(find(renamed)).toEqual(said);
  });

  test('is nobody if of another account, or of an unknown one, whatever the name', () => {
    const foreign = `IAM user bob@ucsc.edu of account ${SUB_ACCOUNT}`;
    expect(find(anUser({}))).toEqual(nobody(foreign));
    expect(find(anUser({ userId: 'AIDASTRANGER' }))).toEqual(nobody(foreign));
    const nowhere = 'IAM user bob@ucsc.edu of an account that the record does not name';
    expect(find(anUser({ accountId: undefined }))).toEqual(nobody(nowhere));
  });

  test('who issued the session of a federated user counts by the same rule', () => {
    const federated = { is: 'federated-user', name: 'ci', issuer: 'bob@ucsc.edu', invokedBy: null } as const;
    const issued = bob('federation-issuer', 'bob@ucsc.edu (who federated ci)');
    expect(find({ ...federated, issuerAccountId: GATEWAY })).toEqual(issued);
    expect(find({ ...federated, issuerAccountId: SUB_ACCOUNT, issuerId: 'AIDABOB' })).toEqual(issued);
    expect(find({ ...federated, issuerAccountId: SUB_ACCOUNT })).toMatchObject({ userName: null });
  });
});

test('a user of Identity Center has the name of the directory, if it knows them', () => {
  const session = { is: 'identity-center-session', roleName: 'x', invokedBy: null } as const;
  // The look-up found the one user whose name differs in case.
  const known = { ...allOf({}), usersByName: new Map([['Bob@ucsc.edu', BOB]]) };
  expect(attribute(aCase({ ...session, userName: 'Bob@ucsc.edu' }), known)).toMatchObject({
    userName: 'bob@ucsc.edu',
    evidence: 'identity-center',
  });
  expect(find({ ...session, userName: 'guest' })).toMatchObject({ userName: 'guest' });
});

describe('a program on an instance', () => {
  const worker = anInstanceSession('i-1');
  const leader = (owner: string | null): Origin => ({ kind: 'instance', id: 'i-1', owner });

  test("belongs to the instance's owner", () => {
    expect(find(worker, leader('bob@ucsc.edu'))).toEqual(
      bob('instance-owner', 'bob@ucsc.edu (owner of instance i-1)'),
    );
  });

  test.each([null, leader(null), leader('shared'), { ...leader('alice@ucsc.edu'), id: 'i-2' }])(
    "else its launcher's: %j",
    (origin) => {
      const launched = bob('instance-launcher', 'bob@ucsc.edu (who launched instance i-1)');
      const launchers = { user: anIamUser('bob@ucsc.edu'), session: aRoleSession() };
      for (const caller of Object.values(launchers)) {
        const world = { callers: { 'i-1': caller }, sessions: [aSession()] };
        expect(find(worker, origin, world)).toEqual(launched);
      }
    },
  );

  test('says that only a source identity led to the launcher', () => {
    const callers = { 'i-1': aRoleSession({ sourceIdentity: 'bob@ucsc.edu' }) };
    const description = 'bob@ucsc.edu (by the source identity of the session that launched instance i-1)';
    expect(find(worker, null, { callers })).toEqual(bob('source-identity', description));
  });

  test('is followed through instances that launched one another, up to a limit', () => {
    const generations = {
      'i-1': anInstanceSession('i-2'),
      'i-2': anInstanceSession('i-3'),
      'i-3': anIamUser('bob@ucsc.edu'),
    };
    expect(find(worker, null, { callers: generations })).toMatchObject({
      userName: 'bob@ucsc.edu',
      evidence: 'instance-launcher',
    });
    expect(find(worker, null, { callers: { 'i-1': worker } })).toMatchObject({ userName: null });
  });

  test('says that only a session name led to the launcher', () => {
    const callers = { 'i-1': aRoleSession({ sessionName: 'bob@ucsc.edu', isFromConsole: true }) };
    const description = 'bob@ucsc.edu (by the name of the session that launched instance i-1)';
    expect(find(worker, null, { callers })).toEqual(bob('instance-launcher', description));
  });

  test.each<[Origin | null, World, string]>([
    [null, {}, 'instance i-1, launched by nobody known'],
    [leader(null), {}, 'instance i-1, which has no valid Owner'],
    [leader('shared'), {}, 'instance i-1, whose Owner is no user: shared'],
    [
      leader('shared'),
      { callers: { 'i-1': { is: 'nobody', type: 'Root', invokedBy: null } } },
      'instance i-1, launched by the root user of the account',
    ],
  ])('is nobody’s otherwise: %j %j', (origin, world, description) => {
    expect(find(worker, origin, world)).toEqual(nobody(description));
  });
});

describe('a session that only its name shows to be of an instance', () => {
  const leaderId = 'i-0abc12def34567890';
  const session = aRoleSession({ sessionName: leaderId });
  const leader = (owner: string | null): Origin => ({ kind: 'instance', id: leaderId, owner });
  const ofRole = `role developer, session named ${leaderId} (a name its caller chose)`;
  const issuedTo = (caller: Parameters<typeof aSession>[0]) => ({ sessions: [aSession(caller)] });

  test("belongs to the instance's owner", () => {
    const owner = bob('instance-owner', `bob@ucsc.edu (owner of instance ${leaderId})`);
    expect(find(session, leader('bob@ucsc.edu'))).toEqual(owner);
    const byService = { type: 'AWSService', principalId: null, userName: null };
    expect(find(session, leader('bob@ucsc.edu'), issuedTo(byService))).toEqual(owner);
  });

  test("else to the instance's launcher", () => {
    const world = { callers: { [leaderId]: anIamUser('bob@ucsc.edu') } };
    expect(find(session, null, world)).toMatchObject({ evidence: 'instance-launcher' });
  });

  test('belongs to whoever assumed the role, if a record shows that', () => {
    const byBob = issuedTo({ type: 'IAMUser', userName: 'bob@ucsc.edu' });
    expect(find(session, leader('alice@ucsc.edu'), byBob)).toMatchObject({ userName: 'bob@ucsc.edu' });
    const byStranger = issuedTo({ type: 'AWSAccount', principalId: 'AIDASTRANGER', userName: null });
    expect(find(session, leader('alice@ucsc.edu'), byStranger)).toMatchObject({ userName: null });
  });

  test('is described as what it is if nothing leads to a person', () => {
    expect(find(session)).toEqual(nobody(ofRole));
    expect(find(session, { ...leader(null), isNotFound: true })).toEqual(nobody(ofRole));
    expect(find(session, leader(null))).toEqual(nobody(`instance ${leaderId}, which has no valid Owner`));
  });
});

describe('a launch by an Auto Scaling group', () => {
  const group = (owner: string | null): Origin => ({ kind: 'auto-scaling-group', id: 'web', owner });
  const scaling = aRoleSession({
    roleName: 'AWSServiceRoleForAutoScaling',
    sessionName: 'AutoScaling',
    serviceLinked: true,
    invokedBy: 'autoscaling.amazonaws.com',
  });
  const root: Identity = { is: 'nobody', type: 'Root', invokedBy: 'autoscaling.amazonaws.com' };

  test.each([scaling, root])("belongs to the group's owner: %j", (identity) => {
    expect(find(identity, group('bob@ucsc.edu'))).toEqual(
      bob('group-owner', 'bob@ucsc.edu (owner of Auto Scaling group web)'),
    );
  });

  test.each<[Origin | null, string]>([
    [group(null), 'Auto Scaling group web, which has no valid Owner'],
    [group('shared'), 'Auto Scaling group web, whose Owner is no user: shared'],
    [group('left@ucsc.edu'), 'Auto Scaling group web, whose Owner is no user: left@ucsc.edu'],
    [null, 'Auto Scaling, whose record names no person'],
  ])('is nobody’s otherwise: %j', (origin, description) => {
    expect(find(scaling, origin)).toEqual(nobody(description));
  });

  test('does not belong to the owner if a person made the call', () => {
    expect(find(anIamUser('alice@ucsc.edu'), group('bob@ucsc.edu'))).toMatchObject({
      userName: 'alice@ucsc.edu',
    });
  });
});

describe('a launch without a record', () => {
  const lost = { is: 'not-recorded', instanceId: 'i-1' } as const;
  const findLost = (world: World = {}, origin: Origin | null = null) =>
    attribute({ identity: lost, origin, gatewayAccountId: GATEWAY }, allOf(world));

  test('belongs to the caller that CloudTrail shows, and the result names that caller', () => {
    const identity = anIamUser('bob@ucsc.edu');
    expect(findLost({ callers: { 'i-1': identity } })).toEqual({
      ...bob('iam-user', 'IAM user bob@ucsc.edu'),
      identity,
    });
  });

  test('belongs to the person who holds the session that made the call', () => {
    const world = { callers: { 'i-1': aRoleSession() }, sessions: [aSession()] };
    expect(findLost(world)).toEqual({
      ...bob('assume-role', 'bob@ucsc.edu (who assumed role developer)'),
      identity: aRoleSession(),
    });
  });

  test('belongs to the owner of the instance whose program made the call', () => {
    const identity = anInstanceSession('i-0leader');
    const origin: Origin = { kind: 'instance', id: 'i-0leader', owner: 'bob@ucsc.edu' };
    expect(findLost({ callers: { 'i-1': identity } }, origin)).toEqual({
      ...bob('instance-owner', 'bob@ucsc.edu (owner of instance i-0leader)'),
      identity,
    });
  });

  test('belongs to the owner of the Auto Scaling group, whether the caller is known or not', () => {
    const group: Origin = { kind: 'auto-scaling-group', id: 'web', owner: 'bob@ucsc.edu' };
    const identity = aRoleSession({ serviceLinked: true });
    const owner = bob('group-owner', 'bob@ucsc.edu (owner of Auto Scaling group web)');
    expect(findLost({ callers: { 'i-1': identity } }, group)).toEqual({ ...owner, identity });
    expect(findLost({}, group)).toEqual(owner);
  });

  test('belongs to nobody while CloudTrail does not show the record', () => {
    expect(findLost()).toEqual(nobody('nobody known: CloudTrail has not shown the record of the launch'));
  });

  test('is looked up first', () => {
    const nothing = {
      sessions: new Map(),
      sessionsById: new Map(),
      usersById: new Map(),
      usersByName: new Map(),
      callers: new Map(),
    };
    const one = { identity: lost, origin: null, gatewayAccountId: GATEWAY };
    expect(attribute(one, nothing)).toEqual({ kind: 'launch-caller', instanceId: 'i-1' });
  });
});

describe('the next thing to look up', () => {
  const knownEvidence = (more: Partial<KnownEvidence>): KnownEvidence => ({
    sessions: new Map(),
    sessionsById: new Map(),
    usersById: new Map(),
    usersByName: new Map(),
    callers: new Map(),
    ...more,
  });
  const claim = aCase(aRoleSession({ sessionName: 'alice@ucsc.edu', isFromConsole: true }));

  test('is the session, then its user', () => {
    expect(attribute(claim, knownEvidence({}))).toEqual({ kind: 'session', accessKeyId: KEY });
    const sessions = new Map([[KEY, aSession()]]);
    expect(attribute(claim, knownEvidence({ sessions }))).toEqual({ kind: 'user-by-id', userId: 'AIDABOB' });
    const usersById = new Map([['AIDABOB', BOB]]);
    expect(attribute(claim, knownEvidence({ sessions, usersById }))).toMatchObject({
      userName: 'bob@ucsc.edu',
    });
  });

  test('is the user of the session name, if there is no such session', () => {
    const sessions = new Map([[KEY, null]]);
    expect(attribute(claim, knownEvidence({ sessions }))).toEqual({
      kind: 'user-by-name',
      userName: 'alice@ucsc.edu',
    });
  });

  test("is the caller who launched an instance, only after the instance's owner", () => {
    const origin: Origin = { kind: 'instance', id: 'i-1', owner: 'shared' };
    const one = aCase(anInstanceSession('i-1'), origin);
    expect(attribute(one, knownEvidence({}))).toEqual({ kind: 'user-by-name', userName: 'shared' });
    const usersByName = new Map([['shared', null]]);
    expect(attribute(one, knownEvidence({ usersByName }))).toEqual({
      kind: 'launch-caller',
      instanceId: 'i-1',
    });
  });
});
