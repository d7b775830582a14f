import { describe, expect, test } from '@jest/globals';
import { DRY, ENFORCED, GATEWAY, givenAccess } from '../given-configuration.ts';
import { ALLOW_ALL, type Circumstances, playAccess } from './play-access.ts';

const { userMay, mayAssume } = playAccess();

const ANN = 'ann@ucsc.edu';
const user = (name: string) => `arn:aws:iam::${GATEWAY}:user/${name}`;
const device = (name: string) => `arn:aws:iam::${GATEWAY}:mfa/${name}`;
const client = `arn:aws:signin:us-east-1:${GATEWAY}:oauth2/public-client/localhost`;

const KEYS: Circumstances = { mfa: 'absent' };
const CONSOLE: Circumstances = { mfa: 'false' };
const MFA: Circumstances = { mfa: 'true' };

/** What everybody may do with themselves, by the resource that it takes. */
const WITHOUT_MFA: [action: string, resource: (name: string) => string][] = [
  ['iam:ChangePassword', user],
  ['iam:GetAccountPasswordPolicy', () => '*'],
  ['iam:GetAccountSummary', () => '*'],
  ['iam:GetUser', user],
  ['iam:GetMFADevice', user],
  ['iam:ListMFADevices', user],
  ['iam:ListVirtualMFADevices', () => '*'],
  ['iam:CreateVirtualMFADevice', device],
  ['iam:DeleteVirtualMFADevice', device],
  ['iam:EnableMFADevice', user],
  ['iam:ResyncMFADevice', user],
];
const WITH_MFA: typeof WITHOUT_MFA = [
  ['iam:CreateAccessKey', user],
  ['iam:DeleteAccessKey', user],
  ['iam:ListAccessKeys', user],
  ['iam:UpdateAccessKey', user],
  ['iam:GetAccessKeyLastUsed', user],
  ['iam:DeactivateMFADevice', user],
  ['signin:AuthorizeOAuth2Access', () => client],
  ['signin:CreateOAuth2Token', () => client],
];
/** What nobody may do in the gateway, not even to themselves. */
const NEVER: typeof WITHOUT_MFA = [
  ['iam:AttachUserPolicy', user],
  ['iam:PutUserPolicy', user],
  ['iam:AddUserToGroup', () => `arn:aws:iam::${GATEWAY}:group/researchers`],
  ['iam:RemoveUserFromGroup', () => `arn:aws:iam::${GATEWAY}:group/researchers`],
  ['iam:CreateUser', user],
  ['iam:DeleteUser', user],
  ['iam:TagUser', user],
  ['iam:UpdateUser', user],
  ['iam:CreateLoginProfile', user],
  ['iam:UpdateLoginProfile', user],
  ['iam:UpdateAccountPasswordPolicy', () => '*'],
  ['iam:CreateRole', () => `arn:aws:iam::${GATEWAY}:role/x`],
  ['ec2:RunInstances', () => '*'],
  ['s3:ListAllMyBuckets', () => '*'],
  ['lambda:InvokeFunction', () => '*'],
];

describe.each(['ann@ucsc.edu', 'carol@ucsc.edu'])('%s, with a first password or a later one,', (name) => {
  test.each([
    ['in the console without MFA', CONSOLE],
    ['with keys alone', KEYS],
  ])('may %s only manage the password and MFA devices', (_, by) => {
    const may = (list: typeof WITHOUT_MFA) =>
      list
        .filter(([action, resource]) => userMay(name, action, resource(name), by))
        .map(([action]) => action);
    expect(may(WITHOUT_MFA)).toEqual(WITHOUT_MFA.map(([action]) => action));
    expect(may(WITH_MFA)).toEqual([]);
    expect(may(NEVER)).toEqual([]);
  });

  test('may with MFA also have keys and sign in to the command line, and nothing else', () => {
    const may = (list: typeof WITHOUT_MFA) =>
      list
        .filter(([action, resource]) => userMay(name, action, resource(name), MFA))
        .map(([action]) => action);
    expect(may([...WITHOUT_MFA, ...WITH_MFA])).toEqual(
      [...WITHOUT_MFA, ...WITH_MFA].map(([action]) => action),
    );
    expect(may(NEVER)).toEqual([]);
  });

  test('touches nobody else, with MFA or without', () => {
    const others = ['bob@ucsc.edu', `${name}2`, 'x', '*', ''];
    const ofSomebody = [...WITHOUT_MFA, ...WITH_MFA].filter(
      ([, resource]) => resource === user || resource === device,
    );
    for (const by of [MFA, CONSOLE, KEYS]) {
      for (const other of others) {
        expect(ofSomebody.filter(([action, resource]) => userMay(name, action, resource(other), by))).toEqual(
          [],
        );
      }
    }
  });
});

describe('a user who was made with a path, as by hand,', () => {
  const inPath = (name: string, path = 'staff/genomics') => `arn:aws:iam::${GATEWAY}:user/${path}/${name}`;
  const onUser = (list: typeof WITHOUT_MFA) =>
    list.filter(([, resource]) => resource === user).map(([action]) => action);
  const may = (list: typeof WITHOUT_MFA, resource: string, by: Circumstances) =>
    onUser(list).filter((action) => userMay(ANN, action, resource, by));

  test('sets up MFA and has keys like everybody: nobody else has the name, in whatever path', () => {
    for (const by of [CONSOLE, KEYS]) {
      expect(may(WITHOUT_MFA, inPath(ANN), by)).toEqual(onUser(WITHOUT_MFA));
      expect(may([...WITH_MFA, ...NEVER], inPath(ANN), by)).toEqual([]);
    }
    expect(may([...WITHOUT_MFA, ...WITH_MFA], inPath(ANN), MFA)).toEqual(
      onUser([...WITHOUT_MFA, ...WITH_MFA]),
    );
    expect(may(NEVER, inPath(ANN), MFA)).toEqual([]);
  });

  test.each([
    inPath('bob@ucsc.edu'),
    inPath('bob@ucsc.edu', ANN),
    inPath('bob@ucsc.edu', `staff/${ANN}`),
    inPath(`jo${ANN}`),
    inPath(`${ANN}2`),
    inPath('*', '*'),
    inPath('', ANN),
  ])('is touched by nobody else: %s', (other) => {
    for (const by of [MFA, CONSOLE, KEYS]) {
      expect(may([...WITHOUT_MFA, ...WITH_MFA, ...NEVER], other, by)).toEqual([]);
    }
  });
});

test('whatever else is attached to a user, without MFA nothing but self-service is allowed', () => {
  for (const by of [CONSOLE, KEYS]) {
    expect(userMay(ANN, 'ec2:RunInstances', '*', by, ALLOW_ALL)).toBe(false);
    expect(userMay(ANN, 'iam:CreateAccessKey', user(ANN), by, ALLOW_ALL)).toBe(false);
    expect(mayAssume(ANN, { accountId: ENFORCED, role: 'developer' }, by, ALLOW_ALL)).toBe(false);
  }
  expect(userMay(ANN, 'ec2:RunInstances', '*', MFA, ALLOW_ALL)).toBe(true);
});

describe('the first day works at each step', () => {
  test.each<[string, Circumstances, () => boolean]>([
    [
      'the first password must be changed',
      CONSOLE,
      () => userMay(ANN, 'iam:ChangePassword', user(ANN), CONSOLE),
    ],
    ['its rules are shown', CONSOLE, () => userMay(ANN, 'iam:GetAccountPasswordPolicy', '*', CONSOLE)],
    ['a device is made', CONSOLE, () => userMay(ANN, 'iam:CreateVirtualMFADevice', device(ANN), CONSOLE)],
    [
      'after one that was never enabled is deleted',
      CONSOLE,
      () => userMay(ANN, 'iam:DeleteVirtualMFADevice', device(ANN), CONSOLE),
    ],
    ['it is enabled', CONSOLE, () => userMay(ANN, 'iam:EnableMFADevice', user(ANN), CONSOLE)],
    ['signed in again, a key is made', MFA, () => userMay(ANN, 'iam:CreateAccessKey', user(ANN), MFA)],
    ['the role is switched to', MFA, () => mayAssume(ANN, { accountId: ENFORCED, role: 'developer' }, MFA)],
    [
      'later, an expired password is changed',
      CONSOLE,
      () => userMay(ANN, 'iam:ChangePassword', user(ANN), CONSOLE),
    ],
    [
      'with a code, keys get a session',
      KEYS,
      () => userMay(ANN, 'sts:GetSessionToken', '*', KEYS, ALLOW_ALL),
    ],
  ])('%s', (_, __, may) => {
    expect(may()).toBe(true);
  });
});

describe('who may assume what', () => {
  const assumed = (name: string, by: Circumstances, also = ALLOW_ALL.slice(1)) =>
    [ENFORCED, DRY].flatMap((accountId) =>
      ['developer', 'viewer']
        .filter((role) => mayAssume(name, { accountId, role, sessionName: 's' }, by, also))
        .map((role) => `${accountId} ${role}`),
    );

  test('is what they are assigned to, with MFA', () => {
    expect(assumed(ANN, MFA)).toEqual([`${ENFORCED} developer`, `${DRY} developer`]);
    expect(assumed('bob@ucsc.edu', MFA)).toEqual([`${ENFORCED} viewer`]);
    expect(assumed('carol@ucsc.edu', MFA)).toEqual([]);
    expect(assumed('somebody@ucsc.edu', MFA)).toEqual([]);
    expect(assumed('Ann@ucsc.edu', MFA)).toEqual([]);
  });

  test('is nothing without MFA', () => {
    for (const name of [ANN, 'bob@ucsc.edu']) {
      for (const by of [CONSOLE, KEYS]) expect(assumed(name, by)).toEqual([]);
    }
  });

  test('ends with the last day of the assignment, in UTC', () => {
    const at = (instant: string) =>
      mayAssume(ANN, { accountId: DRY, role: 'developer' }, { ...MFA, at: instant });
    expect(at('2027-03-31T23:59:59Z')).toBe(true);
    expect(at('2027-04-01T00:00:00Z')).toBe(false);
    expect(at('2028-01-01T00:00:00Z')).toBe(false);
  });

  test('with requireSessionName, the session is named after its user', () => {
    const strict = playAccess(givenAccess({ requireSessionName: true }));
    const named = (sessionName: string) => ({ accountId: ENFORCED, role: 'developer', sessionName });
    expect(strict.mayAssume(ANN, named(ANN), MFA)).toBe(true);
    for (const other of ['bob@ucsc.edu', 'Ann@ucsc.edu', 'botocore-session-1', '*']) {
      expect(strict.mayAssume(ANN, named(other), MFA)).toBe(false);
      expect(mayAssume(ANN, named(other), MFA)).toBe(true);
    }
    expect(strict.mayAssume(ANN, named(ANN), CONSOLE)).toBe(false);
  });
});
