import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { SubAccountName } from './configuration.ts';
import { iamIn, type Permission, policy } from './iam-users.ts';
import type { Target } from './target.ts';

/** The role in each sub-account that people of the gateway switch to. */
export const LAUNCH_ROLE = 'tag-enforcement-e2e-developer';

const PolicyName = 'e2e';

/** The permissions to launch and tag the instances of these tests. */
export const TO_LAUNCH: Permission = {
  Action: ['ec2:RunInstances', 'ec2:CreateTags', 'ec2:DeleteTags', 'ssm:GetParameters'],
  Resource: '*',
};

/** The permissions to create one thing of each type that these tests create, and to tag them as a mail says. */
const TO_MAKE: Permission = {
  Action: [
    'ec2:CreateVolume',
    'ec2:CreateSecurityGroup',
    's3:CreateBucket',
    'sqs:CreateQueue',
    'dynamodb:CreateTable',
    'dynamodb:TagResource',
    'sns:CreateTopic',
    'logs:CreateLogGroup',
    'cloudformation:CreateStack',
    'tag:TagResources',
    'tag:GetResources',
  ],
  Resource: '*',
};

/** The permission that lets a user of the gateway switch to it. */
export const TO_SWITCH: Permission = { Action: 'sts:AssumeRole', Resource: roleArn('*', LAUNCH_ROLE) };

/** A trust policy for every principal of an account that may assume roles. */
export const trusting = (accountId: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
  });

/** Creates the role. Every user of the gateway whose own policy allows it may assume it. */
export const makeLaunchRole = async (target: Target, account: SubAccountName): Promise<void> => {
  const iam = iamIn(target, account);
  const AssumeRolePolicyDocument = trusting(target.accounts.gateway);
  await iam.send(new CreateRoleCommand({ RoleName: LAUNCH_ROLE, AssumeRolePolicyDocument }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: LAUNCH_ROLE,
      PolicyName,
      PolicyDocument: policy(TO_LAUNCH, ...(target.cloudTrail.isPlayed ? [TO_MAKE] : [])),
    }),
  );
};

export const removeLaunchRole = async (target: Target, account: SubAccountName): Promise<void> => {
  const iam = iamIn(target, account);
  await iam.send(new DeleteRolePolicyCommand({ RoleName: LAUNCH_ROLE, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName: LAUNCH_ROLE }));
};
