import { describe, expect, test } from '@jest/globals';
import { type Identity, identityOf, instanceInName } from '../../../../lambdas/domain/record/identity.ts';
import { UserIdentity } from '../../../../lambdas/domain/record/record.ts';
import { aSessionIdentity, IDENTITY_CENTER_PATH, SERVICE_LINKED_PATH } from '../../a-user-identity.ts';
import { anIamUser, aRoleSession } from '../../an-identity.ts';

const read = (userIdentity: unknown, isFromConsole?: boolean) =>
  identityOf(UserIdentity.parse(userIdentity), isFromConsole);

const roleSession = (overrides: object = {}) => ({
  is: 'role-session',
  roleName: 'developer',
  sessionName: 'bob@ucsc.edu',
  accessKeyId: 'ASIAXEXAMPLE00000001',
  serviceLinked: false,
  invokedBy: null,
  ...overrides,
});

const nobody = (type: string, invokedBy: string | null = null): Identity => ({
  is: 'nobody',
  type,
  invokedBy,
});

describe('every type of the userIdentity reference', () => {
  const federated = { type: 'FederatedUser', arn: 'arn:aws:sts::422448306679:federated-user/ci' };
  const issuedBy = (issuer: object) => ({ ...federated, sessionContext: { sessionIssuer: issuer } });
  const onBehalfOf = { userId: '544894e8', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' };

  test.each<[string, object, object]>([
    ['Root', { type: 'Root', userName: 'gi-gateway', arn: 'arn:aws:iam::1:root' }, nobody('Root')],
    [
      'IAMUser',
      { type: 'IAMUser', userName: 'bob@ucsc.edu', principalId: 'AIDAX', accountId: '422448306679' },
      {
        is: 'iam-user',
        userName: 'bob@ucsc.edu',
        userId: 'AIDAX',
        accountId: '422448306679',
        invokedBy: null,
      },
    ],
    ['AssumedRole', aSessionIdentity('developer', 'bob@ucsc.edu'), roleSession()],
    ['Role', { type: 'Role', userName: 'developer' }, nobody('Role')],
    [
      'FederatedUser',
      issuedBy({
        type: 'IAMUser',
        userName: 'bob@ucsc.edu',
        principalId: 'AIDAX',
        accountId: '422448306679',
      }),
      {
        is: 'federated-user',
        name: 'ci',
        issuer: 'bob@ucsc.edu',
        issuerId: 'AIDAX',
        issuerAccountId: '422448306679',
        invokedBy: null,
      },
    ],
    [
      'FederatedUser of root',
      issuedBy({ type: 'Root', userName: 'gi-gateway', principalId: '1', accountId: '1' }),
      { is: 'federated-user', name: 'ci', issuer: null, invokedBy: null },
    ],
    ['Directory', { type: 'Directory', userName: 'bob' }, nobody('Directory')],
    ['AWSAccount', { type: 'AWSAccount', principalId: 'AIDAX', accountId: '1' }, nobody('AWSAccount')],
    [
      'AWSService',
      { type: 'AWSService', invokedBy: 'spot.amazonaws.com', userName: 'x' },
      nobody('AWSService', 'spot.amazonaws.com'),
    ],
    ['IdentityCenterUser', { type: 'IdentityCenterUser', onBehalfOf }, nobody('IdentityCenterUser')],
    ['WebIdentityUser', { type: 'WebIdentityUser', userName: 'bob' }, nobody('WebIdentityUser')],
    ['SAMLUser', { type: 'SAMLUser', userName: 'bob@ucsc.edu' }, nobody('SAMLUser')],
    ['Unknown', { type: 'Unknown', userName: 'bob' }, nobody('Unknown')],
    ['an unknown type', { type: 'Robot', userName: 'bob' }, nobody('Robot')],
    ['no type', { userName: 'bob' }, nobody('unknown')],
    ['an empty type', { type: '' }, nobody('unknown')],
    ['nothing', {}, nobody('unknown')],
  ])('%s', (_, userIdentity, identity) => {
    expect(read(userIdentity)).toMatchObject(identity);
  });
});

test('a session may come from the console, and have a source identity', () => {
  const named = aSessionIdentity('developer', 'bob@ucsc.edu', { sourceIdentity: 'alice@ucsc.edu' });
  expect(read(named, true)).toMatchObject(
    roleSession({ isFromConsole: true, sourceIdentity: 'alice@ucsc.edu' }),
  );
});

test('a session is known by its role, its name and its beginning', () => {
  const session = aSessionIdentity('developer', 'bob@ucsc.edu');
  expect(read(session)).toMatchObject({
    assumedRoleId: 'AROAXEXAMPLEROLE00001:bob@ucsc.edu',
    startedAt: '2026-11-03T15:58:02Z',
  });
  const attributes = { creationDate: 'yesterday' };
  expect(read({ ...session, sessionContext: { attributes } })).toMatchObject({ startedAt: undefined });
});

test.each(['AROAX:bob', 'AKIAX', '422448306679'])(
  'an IAM user of principal %s has no user id',
  (principalId) => {
    expect(read({ type: 'IAMUser', userName: 'bob', principalId })).toEqual({
      is: 'iam-user',
      userName: 'bob',
      invokedBy: null,
    });
  },
);

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
test.each([{}, { userName: '' }, { userName: '  ' }, { userName: null }, { userName: HIDDEN }])(
  'an IAM user with %j has no name',
  (more) => {
    expect(read({ type: 'IAMUser', ...more })).toEqual({ is: 'iam-user', userName: null, invokedBy: null });
  },
);

describe('invokedBy of a call that was made for its caller is', () => {
  const user = { type: 'IAMUser', userName: 'bob@ucsc.edu' };
  test.each<[string, object, string | null]>([
    ['a service', { invokedBy: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
    ['a product provider', { invokedByDelegate: { accountId: '444455556666' } }, 'account 444455556666'],
    ['nobody', { invokedBy: '', invokedByDelegate: {} }, null],
    ['something else', { invokedBy: { service: 'x' }, invokedByDelegate: '444455556666' }, null],
  ])('%s', (_, more, invokedBy) => {
    expect(read({ ...user, ...more })).toEqual({ is: 'iam-user', userName: 'bob@ucsc.edu', invokedBy });
    expect(read({ ...aSessionIdentity('developer', 'bob@ucsc.edu'), ...more })).toMatchObject(
      roleSession({ invokedBy }),
    );
  });
});

describe('a session of Identity Center is named after its user', () => {
  const role = 'AWSReservedSSO_PowerUser_1b74cd717d47002b';
  const bob = { is: 'identity-center-session', userName: 'bob@ucsc.edu', roleName: role, invokedBy: null };
  const session = aSessionIdentity(role, 'bob@ucsc.edu', {}, IDENTITY_CENTER_PATH);

  test('if the path of its role shows Identity Center, or the name of the role where no issuer is recorded', () => {
    expect(read(session)).toEqual(bob);
    expect(read({ ...session, sessionContext: {} })).toEqual(bob);
  });

  test('but not if the role has another path, whatever its name', () => {
    expect(read(aSessionIdentity(role, 'bob@ucsc.edu'))).toMatchObject(roleSession({ roleName: role }));
  });
});

describe('a session of an instance profile', () => {
  const name = 'i-0abc12def34567890';
  test('is recognised by the credentials of the metadata service', () => {
    expect(read(aSessionIdentity('toil-leader', name, { ec2RoleDelivery: '2.0' }))).toEqual({
      is: 'instance-session',
      instanceId: name,
      roleName: 'toil-leader',
      invokedBy: null,
    });
  });

  const inScopeOf = (credentialsIssuedTo: string, issuerType = 'AWS::EC2::Instance') => ({
    ...aSessionIdentity('toil-leader', name),
    inScopeOf: { issuerType, credentialsIssuedTo },
  });
  const arn = `arn:aws:ec2:us-east-1:422448306679:instance/${name}`;

  test('is recognised by the instance to which its credentials were issued, with its Region', () => {
    expect(read(inScopeOf(arn))).toEqual({
      is: 'instance-session',
      instanceId: name,
      region: 'us-east-1',
      roleName: 'toil-leader',
      invokedBy: null,
    });
  });

  test.each([
    ['another kind of resource', inScopeOf(arn, 'AWS::Lambda::Function')],
    ['an instance of another account', inScopeOf(arn.replace('422448306679', '238605363322'))],
    ['something that is no instance', inScopeOf('arn:aws:ec2:us-east-1:422448306679:vpc/vpc-1')],
    ['nothing', { ...inScopeOf(arn), inScopeOf: {} }],
  ])('is not recognised by credentials that were issued to %s', (_, userIdentity) => {
    expect(read(userIdentity)).toMatchObject({ is: 'role-session' });
  });

  test('is not recognised by a session name that its caller may have chosen', () => {
    expect(read(aSessionIdentity('developer', name))).toMatchObject(roleSession({ sessionName: name }));
  });

  test.each<[string, Identity, string | null]>([
    ['an id of today', aRoleSession({ sessionName: name }), name],
    ['an id of before 2018', aRoleSession({ sessionName: 'i-0abc12de' }), 'i-0abc12de'],
    ['a word', aRoleSession({ sessionName: 'i-team' }), null],
    ['nothing', aRoleSession({ sessionName: null }), null],
    ['an id, of a service', aRoleSession({ sessionName: name, serviceLinked: true }), null],
    ['an id, as a user', anIamUser(name), null],
  ])('may be named after an instance: %s', (_, identity, instanceId) => {
    expect(instanceInName(identity)).toBe(instanceId);
  });
});

test.each([
  ['its path', aSessionIdentity('MyRole', 'AutoScaling', {}, SERVICE_LINKED_PATH), 'MyRole'],
  ['its name', aSessionIdentity('AWSServiceRoleForBatch', 'AutoScaling'), 'AWSServiceRoleForBatch'],
])('a service-linked role is recognised by %s', (_, userIdentity, roleName) => {
  expect(read(userIdentity)).toMatchObject(
    roleSession({ roleName, sessionName: 'AutoScaling', serviceLinked: true }),
  );
});

describe("a session's role and name are read from", () => {
  const arn = 'arn:aws:sts::422448306679:assumed-role/developer/bob@ucsc.edu';
  test.each<[string, object, object]>([
    ['its ARN alone', { arn }, {}],
    ['its ARN, before its principal id', { arn, principalId: 'AROAX:User' }, {}],
    ['its principal id alone', { principalId: 'AROAX:bob@ucsc.edu' }, { roleName: 'AROAX' }],
    ['an ARN without a name', { arn: 'arn:aws:sts::1:assumed-role/developer' }, { sessionName: null }],
    [
      'an ARN of something else',
      { arn: 'arn:aws:iam::1:root' },
      { roleName: 'of unknown name', sessionName: null },
    ],
    ['nothing', {}, { roleName: 'of unknown name', sessionName: null }],
    ['an issuer that is a list', { arn, sessionContext: { sessionIssuer: [{}] } }, {}],
  ])('%s', (_, fields, expected) => {
    expect(read({ type: 'AssumedRole', ...fields })).toMatchObject(
      roleSession({ accessKeyId: null, ...expected }),
    );
  });
});

test.each([
  ['/', undefined],
  ['/teams/genomics/', 'teams/genomics/'],
])("a role's path is read from its ARN: %s", (path, rolePath) => {
  expect(read(aSessionIdentity('developer', 'bob@ucsc.edu', {}, path))).toMatchObject({
    roleName: 'developer',
    rolePath,
  });
});
