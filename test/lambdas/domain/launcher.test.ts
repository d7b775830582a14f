import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { launcherOf } from '../../../lambdas/domain/launcher.ts';
import { LaunchEvent } from '../../../lambdas/domain/record.ts';
import { aLaunchEvent } from '../a-launch-event.ts';

const launcherIn = (userIdentity: unknown) =>
  launcherOf(LaunchEvent.parse(aLaunchEvent({ detail: { userIdentity } })).detail.userIdentity);

const session = (role: string, name: string) => ({
  type: 'AssumedRole',
  principalId: `AROAXEXAMPLE:${name}`,
  arn: `arn:aws:sts::422448306679:assumed-role/${role}/${name}`,
  accessKeyId: 'ASIAXEXAMPLE',
  sessionContext: {
    sessionIssuer: { type: 'Role', userName: role },
    attributes: { mfaAuthenticated: 'true' },
  },
});

describe('an IAM user is the launcher', () => {
  test.each([
    [{}, 'IAM user bob@ucsc.edu'],
    [{ invokedBy: 'signin.amazonaws.com' }, 'IAM user bob@ucsc.edu through signin.amazonaws.com'],
    [{ sessionContext: { sessionIssuer: {} } }, 'IAM user bob@ucsc.edu'],
  ])('%j', (more, description) => {
    const identity = { type: 'IAMUser', userName: 'bob@ucsc.edu', ...more };
    expect(launcherIn(identity)).toEqual({ userName: 'bob@ucsc.edu', description });
  });
});

describe('nobody is named by', () => {
  const fleet = { ...session('KarpenterController', '1762189200'), invokedBy: 'ec2fleet.amazonaws.com' };
  const scaling = {
    ...session('AWSServiceRoleForAutoScaling', 'AutoScaling'),
    invokedBy: 'autoscaling.amazonaws.com',
  };
  const root = { type: 'Root', userName: 'grycap-aws', arn: 'arn:aws:iam::422448306679:root' };
  test.each<[string, unknown, string]>([
    ['a session', session('developer', 'bob@ucsc.edu'), 'role developer, session named bob@ucsc.edu'],
    [
      'a boto session',
      session('developer', 'botocore-session-1762189200'),
      'role developer, session named botocore-session-1762189200',
    ],
    ['an instance', session('toil-leader', 'i-0f1'), 'role toil-leader, session named i-0f1'],
    ['a fleet', fleet, 'role KarpenterController, session named 1762189200 through ec2fleet.amazonaws.com'],
    [
      'Auto Scaling',
      scaling,
      'role AWSServiceRoleForAutoScaling, session named AutoScaling through autoscaling.amazonaws.com',
    ],
    [
      'a session of unknown issuer',
      { ...session('x', 'y'), sessionContext: { sessionIssuer: [{}] } },
      'role whose name is not recorded, session named y',
    ],
    [
      'a session without a name',
      { type: 'AssumedRole', principalId: 'AROAXEXAMPLE' },
      'role whose name is not recorded',
    ],
    ['root', root, 'the root user of the account'],
    [
      'an old Auto Scaling launch',
      { ...root, invokedBy: 'autoscaling.amazonaws.com' },
      'the root user of the account through autoscaling.amazonaws.com',
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'spot.amazonaws.com', userName: 'x' },
      'an AWS service through spot.amazonaws.com',
    ],
    [
      'a federated user',
      { type: 'FederatedUser', userName: 'bob', principalId: '1:bob' },
      'an identity of type FederatedUser',
    ],
    ['a web identity', { type: 'WebIdentityUser', userName: 'bob' }, 'an identity of type WebIdentityUser'],
    ['another account', { type: 'AWSAccount', principalId: 'AIDAX' }, 'an identity of type AWSAccount'],
    [
      'Identity Center',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u' } },
      'an identity of type IdentityCenterUser',
    ],
    ['an IAM user without a name', { type: 'IAMUser' }, 'an IAM user whom the record does not name'],
    ['no identity', undefined, 'an identity of type unknown'],
    ['an identity that is none', 'bob', 'an identity of type unknown'],
  ])('%s', (_, identity, description) => {
    expect(launcherIn(identity)).toEqual({ userName: null, description });
  });
});

test('property: only an IAM user has a user name, and no text breaks a line', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const identity = fc.record({
    type: fc.oneof(fc.constantFrom('IAMUser', 'AssumedRole', 'Root', 'AWSService'), text),
    userName: text,
    principalId: text,
    invokedBy: text,
    sessionContext: fc.record({ sessionIssuer: fc.record({ userName: text }) }),
  });
  fc.assert(
    fc.property(identity, (one) => {
      const { userName, description } = launcherOf(one);
      if (one.type !== 'IAMUser') expect(userName).toBeNull();
      expect(description).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 200 },
  );
});
