import { describe, expect, test } from '@jest/globals';
import { attribute } from '../../../../lambdas/domain/launcher/attribute.ts';
import type { Session } from '../../../../lambdas/domain/record/session.ts';
import { aSession, GATEWAY, KEY } from '../../a-session.ts';
import { aRoleSession } from '../../an-identity.ts';
import { allOf, BOB, type World } from '../../known-evidence.ts';

const launcherOf = (session: Session | null, identity = aRoleSession(), world: World = {}) =>
  attribute(
    { identity, origin: null, gatewayAccountId: GATEWAY },
    allOf({ sessions: session ? [session] : [], ...world }),
  );

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

  test('also if it is a user of the sub-account, who is not in the directory', () => {
    const session = aSession({ type: 'IAMUser', userName: 'deployer', principalId: 'AIDADEPLOYER' });
    expect(launcherOf(session)).toMatchObject({ userName: 'deployer', evidence: 'assume-role' });
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

describe('its name, which its caller chose', () => {
  const claim = aRoleSession({ sessionName: 'bob@ucsc.edu' });

  test('names the person if no record of its AssumeRole is found, or there is no key to find one by', () => {
    const named = bob('session-name', 'session named bob@ucsc.edu, a name its caller chose');
    expect(launcherOf(null, claim)).toEqual(named);
    expect(launcherOf(null, { ...claim, accessKeyId: null })).toEqual(named);
  });

  test.each(['botocore-session-1793722800', 'i-0abc12def34567890', 'mallory@ucsc.edu', null])(
    'names nobody if it is %s: no user of the gateway',
    (sessionName) => {
      expect(launcherOf(null, aRoleSession({ sessionName }))).toEqual(
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

  test('is attributed by the name of the first session if its record is not found', () => {
    const description = 'bob@ucsc.edu (by the name of the session that assumed role developer)';
    expect(launcherOf(aSession(byKey('KEY1', 'bob@ucsc.edu')))).toEqual(bob('session-name', description));
    // The record of the role's account shows no key of another account's session.
    const elsewhere = { type: 'AWSAccount', principalId: 'AROAX:bob@ucsc.edu' };
    expect(launcherOf(aSession(elsewhere))).toEqual(bob('session-name', description));
  });

  test("is never attributed by the launch's own session name once its record is found", () => {
    expect(launcherOf(aSession(byKey('KEY1')), aRoleSession({ sessionName: 'alice@ucsc.edu' }))).toEqual(
      nobody('role developer, session named alice@ucsc.edu by a session of nobody known'),
    );
  });
});

test('a service-linked role is never a person, whatever its session is called', () => {
  const identity = aRoleSession({ serviceLinked: true, sessionName: 'bob@ucsc.edu' });
  expect(launcherOf(aSession(), identity)).toMatchObject({ userName: null, evidence: null });
});
