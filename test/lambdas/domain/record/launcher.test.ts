import { describe, expect, test } from '@jest/globals';
import { identityOf } from '../../../../lambdas/domain/record/identity.ts';
import { launcherOf } from '../../../../lambdas/domain/record/launcher.ts';
import { LaunchEvent } from '../../../../lambdas/domain/record/record.ts';
import { aLaunchEvent } from '../../a-launch-event.ts';
import { aSessionIdentity, IDENTITY_CENTER_PATH } from '../../a-user-identity.ts';

const launcherIn = (userIdentity: unknown) =>
  launcherOf(identityOf(LaunchEvent.parse(aLaunchEvent({ detail: { userIdentity } })).detail.userIdentity));

const bob = { type: 'IAMUser', userName: 'bob@ucsc.edu', accountId: '422448306679' };
const federated = (sessionIssuer: object) => ({
  type: 'FederatedUser',
  principalId: '422448306679:ci',
  sessionContext: { sessionIssuer },
});
const ofIdentityCenter = aSessionIdentity(
  'AWSReservedSSO_PowerUser_1b74cd717d47002b',
  'bob@ucsc.edu',
  {},
  IDENTITY_CENTER_PATH,
);

test('the record alone names a user of Identity Center', () => {
  expect(launcherIn(ofIdentityCenter)).toEqual({
    userName: 'bob@ucsc.edu',
    description: 'bob@ucsc.edu (of Identity Center, PowerUser)',
    evidence: 'identity-center',
  });
});

describe('the record alone names nobody for', () => {
  const session = aSessionIdentity;
  const scaling = {
    ...session('AWSServiceRoleForAutoScaling', 'AutoScaling'),
    invokedBy: 'autoscaling.amazonaws.com',
  };
  const root = { type: 'Root', userName: 'grycap-aws', arn: 'arn:aws:iam::422448306679:root' };

  test.each<[string, unknown, string]>([
    ['an IAM user', bob, 'IAM user bob@ucsc.edu of account 422448306679'],
    [
      'an IAM user of no recorded account',
      { ...bob, accountId: null },
      'IAM user bob@ucsc.edu of an account that the record does not name',
    ],
    [
      'an IAM user through a service',
      { ...bob, invokedBy: 'cloudformation.amazonaws.com' },
      'IAM user bob@ucsc.edu of account 422448306679 through CloudFormation',
    ],
    [
      'an IAM user through the console',
      { ...bob, invokedBy: 'signin.amazonaws.com' },
      'IAM user bob@ucsc.edu of account 422448306679 through the console',
    ],
    [
      'an IAM user through a product provider',
      { ...bob, invokedByDelegate: { accountId: '444455556666' } },
      'IAM user bob@ucsc.edu of account 422448306679 through account 444455556666',
    ],
    [
      'a federated user',
      federated(bob),
      'federated user ci, of IAM user bob@ucsc.edu of account 422448306679',
    ],
    [
      'a session',
      session('developer', 'bob@ucsc.edu'),
      'role developer, session named bob@ucsc.edu (a name its caller chose)',
    ],
    [
      'a fleet',
      { ...session('Karpenter', '1762189200'), invokedBy: 'ec2fleet.amazonaws.com' },
      'role Karpenter, session named 1762189200 (a name its caller chose) through EC2 Fleet',
    ],
    ['a session without a name', { type: 'AssumedRole', principalId: 'AROAX' }, 'role AROAX'],
    ['an instance', session('toil-leader', 'i-0f1', { ec2RoleDelivery: '2.0' }), 'instance i-0f1'],
    ['Auto Scaling', scaling, 'Auto Scaling, whose record names no person'],
    [
      'another service-linked role',
      session('AWSServiceRoleForX', 'x'),
      'role AWSServiceRoleForX, whose record names no person',
    ],
    ['root', root, 'the root user of the account'],
    [
      'an old Auto Scaling launch',
      { ...root, invokedBy: 'autoscaling.amazonaws.com' },
      'the root user of the account through Auto Scaling',
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'spot.amazonaws.com' },
      'EC2 Spot, whose record names no person',
    ],
    [
      'a service without a name of ours',
      { type: 'AWSService', invokedBy: 'constructor' },
      'constructor, whose record names no person',
    ],
    ['a service unnamed', { type: 'AWSService' }, 'an AWS service, whose record names no person'],
    [
      'a federated user of root',
      federated({ type: 'Root', userName: 'x' }),
      'federated user ci, of no recorded IAM user',
    ],
    ['a web identity', { type: 'WebIdentityUser', userName: 'bob' }, 'an identity of type WebIdentityUser'],
    ['an IAM user without a name', { type: 'IAMUser' }, 'an IAM user whom the record does not name'],
    ['no identity', undefined, 'a caller whom the record does not identify'],
    ['an identity that is none', 'bob', 'a caller whom the record does not identify'],
  ])('%s', (_, identity, description) => {
    expect(launcherIn(identity)).toEqual({ userName: null, description, evidence: null });
  });
});
