import { describe, expect, test } from '@jest/globals';
import { attribute } from '../../../../lambdas/domain/launcher/attribute.ts';
import { needsLookUp } from '../../../../lambdas/domain/launcher/look-up.ts';
import type { Launcher } from '../../../../lambdas/domain/record/launcher.ts';
import type { Session } from '../../../../lambdas/domain/record/session.ts';
import { aSession, GATEWAY, KEY } from '../../a-session.ts';
import { aRoleSession } from '../../an-identity.ts';
import { allOf, BOB, type World } from '../../known-evidence.ts';

const launcherOf = (session: Session | null, identity = aRoleSession(), world: World = {}): Launcher => {
  const found = attribute(
    { identity, origin: null, gatewayAccountId: GATEWAY },
    allOf({ sessions: session ? [session] : [], ...world }),
  );
  if (needsLookUp(found)) throw new Error('all there is was looked up');
  return found;
};

const bob = (evidence: string, description: string) => ({ userName: BOB.userName, evidence, description });
const nobody = (description: string) => ({ userName: null, evidence: null, description });
const device = (name: string, account = GATEWAY) => ({ serialNumber: `arn:aws:iam::${account}:mfa/${name}` });

describe('the record of its AssumeRole names the person', () => {
  const assumed = bob('assume-role', 'bob@ucsc.edu (who assumed role developer)');
  test.each<[string, Session]>([
    ["the role's account's, by the user's id", aSession()],
    ["the caller's account's, by the user's name", aSession({ type: 'IAMUser', userName: BOB.userName })],
    ['before an MFA device', aSession({}, device('alice@ucsc.edu'))],
  ])('%s', (_, session) => {
    expect(launcherOf(session)).toEqual(assumed);
  });

  test("also if the directory does not have the gateway's user yet", () => {
    const session = aSession({ type: 'IAMUser', userName: 'new@ucsc.edu', principalId: 'AIDANEW' });
    expect(launcherOf(session)).toMatchObject({ userName: 'new@ucsc.edu', evidence: 'assume-role' });
  });

  test("but never the gateway's user of that name if it is a user of another account", () => {
    const session = aSession({
      type: 'IAMUser',
      userName: BOB.userName,
      principalId: 'AIDADEPLOYER',
      accountId: '422448306679',
    });
    expect(launcherOf(session)).toEqual(
      nobody('role developer, assumed by IAM user bob@ucsc.edu of account 422448306679'),
    );
  });

  test('also if a service made the call for them', () => {
    const identity = aRoleSession({ invokedBy: 'cloudformation.amazonaws.com' });
    const description = 'bob@ucsc.edu (who assumed role developer) through CloudFormation';
    expect(launcherOf(aSession(), identity)).toEqual(bob('assume-role', description));
  });
});

describe('its MFA device names the person', () => {
  const unknown = { type: null, principalId: null };
  test('if the caller is not known', () => {
    const description = 'bob@ucsc.edu (whose MFA device opened role developer)';
    expect(launcherOf(aSession(unknown, device('bob@ucsc.edu')))).toEqual(bob('mfa-device', description));
    expect(launcherOf(aSession(unknown, device('team/bob@ucsc.edu')))).toEqual(
      bob('mfa-device', description),
    );
  });

  test.each<[string, Session]>([
    ['of another account', aSession(unknown, device('bob@ucsc.edu', '422448306679'))],
    ['named after no user', aSession(unknown, device('bobs-phone'))],
    ['without a name', aSession(unknown, { serialNumber: `arn:aws:iam::${GATEWAY}:mfa` })],
    ['of hardware', aSession(unknown, { serialNumber: 'GAHT12345678' })],
    [
      "of another than the caller's id says",
      aSession({ principalId: 'AIDASTRANGER' }, device('bob@ucsc.edu')),
    ],
  ])('but not if it is one %s', (_, session) => {
    expect(launcherOf(session)).toMatchObject({ userName: null, evidence: null });
  });
});

describe('its name', () => {
  const claim = aRoleSession({ sessionName: 'bob@ucsc.edu' });
  const inConsole = { ...claim, isFromConsole: true };
  const described = 'bob@ucsc.edu (in the console, as role developer)';

  test('names the person if the console gave it, and no record of its AssumeRole is found', () => {
    expect(launcherOf(null, inConsole)).toEqual(bob('session-name', described));
    expect(launcherOf(null, { ...inConsole, accessKeyId: null })).toEqual(bob('session-name', described));
  });

  test.each([claim, { ...claim, accessKeyId: null }, { ...claim, isFromConsole: false }])(
    'names nobody if its caller chose it: %j',
    (chosen) => {
      expect(launcherOf(null, chosen)).toEqual(
        nobody('role developer, session named bob@ucsc.edu (a name its caller chose)'),
      );
    },
  );

  test.each(['botocore-session-1793722800', 'i-0abc12def34567890', 'mallory@ucsc.edu', null])(
    'names nobody if it is %s: no user of the gateway',
    (sessionName) => {
      expect(launcherOf(null, { ...inConsole, sessionName })).toEqual(
        nobody(`role developer${sessionName ? `, session named ${sessionName}` : ''}`),
      );
    },
  );

  test('loses against the record: another user assumed the role', () => {
    const alices = aSession({ principalId: 'AIDAALICE' });
    expect(launcherOf(alices, claim)).toEqual({
      userName: 'alice@ucsc.edu',
      evidence: 'assume-role',
      description: 'alice@ucsc.edu (who assumed role developer, as bob@ucsc.edu)',
    });
  });

  test.each<[string, Partial<Session['caller']>]>([
    ['an unknown user', { principalId: 'AIDASTRANGER' }],
    ['an AWS service', { type: 'AWSService', principalId: null }],
    ['the root user', { type: 'Root', principalId: GATEWAY }],
    ['an unknown caller', { type: null, principalId: null }],
    ['an unknown caller', { type: 'AWSAccount', principalId: GATEWAY }],
    ['an unknown caller', { type: 'IAMUser', principalId: 'AKIAX', userName: null }],
  ])('loses against the record: %s did, %j', (who, caller) => {
    expect(launcherOf(aSession(caller), claim)).toEqual(
      nobody(`role developer, session named bob@ucsc.edu by ${who}`),
    );
    expect(launcherOf(aSession(caller))).toEqual(nobody(`role developer, assumed by ${who}`));
  });
});

describe('a service that calls in its identity', () => {
  const session = aSession();
  const stack = aRoleSession({
    accessKeyId: null,
    assumedRoleId: session.assumedRoleId,
    startedAt: session.eventTime,
    invokedBy: 'cloudformation.amazonaws.com',
  });
  const another = (caller: Partial<Session['caller']>) => aSession(caller, { accessKeyId: 'ASIAOTHER' });
  const found = bob('assume-role', 'bob@ucsc.edu (who assumed role developer) through CloudFormation');

  test('is joined by role, name and beginning, without an access key or with one that no AssumeRole issued', () => {
    expect(launcherOf(session, stack)).toEqual(found);
    expect(launcherOf(session, { ...stack, accessKeyId: 'ASIAOFASERVICE' })).toEqual(found);
  });

  test('is nobody if two callers fit, whatever the session is called', () => {
    const claim = {
      ...stack,
      isFromConsole: true,
      sessionName: 'bob@ucsc.edu',
      sourceIdentity: 'bob@ucsc.edu',
    };
    const both = { sessions: [session, another({ principalId: 'AIDAALICE' })] };
    expect(launcherOf(null, claim, both)).toMatchObject({ userName: null, evidence: null });
    expect(launcherOf(null, stack, both).description).toContain('one of several who did at once');
    const chained = { type: 'AssumedRole', principalId: 'AROAX:x' };
    const sessions = [aSession(chained), another(chained)];
    expect(launcherOf(null, stack, { sessions })).toMatchObject({ userName: null });
  });

  test('is the person who began two at once', () => {
    expect(launcherOf(null, stack, { sessions: [session, another({})] })).toEqual(found);
  });

  test.each([
    ['began at another time', { startedAt: '2026-11-03T15:58:03Z' }],
    ['has another role or name', { assumedRoleId: 'AROAXEXAMPLEROLE00001:botocore-session-1' }],
    ['says not when it began', { startedAt: undefined }],
    ['calls itself, with a key of its own', { accessKeyId: 'ASIAOTHER', invokedBy: null }],
  ])('is nobody if the session %s', (_, other) => {
    expect(launcherOf(session, { ...stack, ...other })).toMatchObject({ userName: null });
  });
});

describe('a role assumed by a session of a role', () => {
  const byKey = (accessKeyId: string | null, name = 'botocore-session-1') => ({
    type: 'AssumedRole',
    principalId: `AROAX:${name}`,
    accessKeyId,
  });
  /** KEY's role was assumed with key 1, key 1's with key 2, and so on; the last is Bob's. */
  const chain = (length: number) => [
    aSession(byKey('KEY1')),
    ...Array.from({ length: length - 1 }, (_, index) =>
      aSession(byKey(`KEY${index + 2}`), { accessKeyId: `KEY${index + 1}` }),
    ),
    aSession({}, { accessKeyId: `KEY${length}` }),
  ];

  test.each([1, 2, 3, 4])('is followed through %i of them', (length) => {
    expect(launcherOf(null, aRoleSession(), { sessions: chain(length) })).toMatchObject(
      bob('assume-role', 'bob@ucsc.edu (who assumed role developer)'),
    );
  });

  test('is not followed for ever', () => {
    const tooLong = nobody('role developer, assumed by a long chain of roles');
    expect(launcherOf(null, aRoleSession(), { sessions: chain(5) })).toEqual(tooLong);
    expect(launcherOf(aSession(byKey(KEY)))).toEqual(tooLong);
  });

  test('is attributed by the name that the console gave the first session if its record is not found', () => {
    const description = 'bob@ucsc.edu (in the console, as role developer)';
    const first = { ...byKey('KEY1', 'bob@ucsc.edu'), isFromConsole: true };
    expect(launcherOf(aSession(first))).toEqual(bob('session-name', description));
    // The record of the role's account shows no key of another account's session.
    const elsewhere = { type: 'AWSAccount', principalId: 'AROAX:bob@ucsc.edu' };
    expect(launcherOf(aSession({ ...elsewhere, isFromConsole: true }))).toEqual(
      bob('session-name', description),
    );
    const chosen = nobody('role developer, assumed by a session of nobody known');
    expect(launcherOf(aSession(elsewhere))).toEqual(chosen);
    // Whether the launch itself came from the console says nothing about the first session.
    expect(launcherOf(aSession(elsewhere), aRoleSession({ isFromConsole: true }))).toEqual(chosen);
  });

  test("is never attributed by the launch's own session name once its record is found", () => {
    expect(launcherOf(aSession(byKey('KEY1')), aRoleSession({ sessionName: 'alice@ucsc.edu' }))).toEqual(
      nobody('role developer, session named alice@ucsc.edu by a session of nobody known'),
    );
  });
});

describe('its source identity', () => {
  const said = aRoleSession({ sourceIdentity: 'bob@ucsc.edu' });
  const description = 'bob@ucsc.edu (by the source identity of role developer, which its caller chose)';

  test('names the person if no record of its AssumeRole is found', () => {
    expect(launcherOf(null, said)).toEqual(bob('source-identity', description));
  });

  test('outranks the name that the console gave', () => {
    const both = { ...said, isFromConsole: true, sessionName: 'alice@ucsc.edu' };
    expect(launcherOf(null, both)).toMatchObject({ userName: 'bob@ucsc.edu', evidence: 'source-identity' });
  });

  test('is left aside if it is no user of the directory', () => {
    const named = { ...said, sourceIdentity: 'pipeline', isFromConsole: true, sessionName: 'alice@ucsc.edu' };
    expect(launcherOf(null, named)).toMatchObject({ userName: 'alice@ucsc.edu', evidence: 'session-name' });
    expect(launcherOf(null, { ...said, sourceIdentity: 'pipeline' })).toMatchObject({ userName: null });
  });

  test('never outranks a record of AssumeRole, whoever it names', () => {
    const alices = aSession({ principalId: 'AIDAALICE' });
    expect(launcherOf(alices, said)).toMatchObject({ userName: 'alice@ucsc.edu', evidence: 'assume-role' });
    expect(launcherOf(aSession({ principalId: 'AIDASTRANGER' }), said)).toMatchObject({ userName: null });
  });

  test('is kept along a chain of sessions', () => {
    const chained = aSession({ type: 'AssumedRole', principalId: 'AROAX:x', accessKeyId: 'KEY1' });
    expect(launcherOf(chained, said)).toEqual(bob('source-identity', description));
  });
});

test('a service-linked role is never a person, whatever its session is called', () => {
  const identity = aRoleSession({ serviceLinked: true, sessionName: 'bob@ucsc.edu' });
  expect(launcherOf(aSession(), identity)).toMatchObject({ userName: null, evidence: null });
});
