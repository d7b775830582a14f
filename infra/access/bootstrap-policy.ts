import type { Configuration } from '../config/configuration.ts';
import { RESEARCHERS_GROUP_NAME } from '../names.ts';
import type { PolicyJson, StatementJson } from './policy.ts';

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): StatementJson => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});

/**
 * What CloudFormation needs to deploy this service to a sub-account and the gateway: for `cdk bootstrap
 * --cloudformation-execution-policies`, in place of AdministratorAccess. The hub needs more, and should be an account of its own.
 * Only what has the service's names is touched.
 */
export const bootstrapExecutionPolicy = ({ access }: Pick<Configuration, 'access'>): PolicyJson => {
  const roles = ['tag-enforcement-*', 'TagEnforcement-*', ...(access?.roles.map(({ name }) => name) ?? [])];
  return {
    Version: '2012-10-17',
    Statement: [
      allow(
        'Roles',
        [
          'iam:AttachRolePolicy',
          'iam:CreateRole',
          'iam:DeleteRole',
          'iam:DeleteRolePermissionsBoundary',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
          'iam:Get*',
          'iam:List*',
          'iam:PassRole',
          'iam:PutRolePermissionsBoundary',
          'iam:PutRolePolicy',
          'iam:TagRole',
          'iam:UntagRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateRole*',
        ],
        roles.map((name) => `arn:aws:iam::*:role/${name}`),
      ),
      allow(
        'Policies',
        [
          'iam:CreatePolicy',
          'iam:CreatePolicyVersion',
          'iam:DeletePolicy',
          'iam:DeletePolicyVersion',
          'iam:Get*',
          'iam:List*',
        ],
        ['arn:aws:iam::*:policy/tag-enforcement-*'],
      ),
      allow(
        'Groups',
        [
          'iam:AttachGroupPolicy',
          'iam:CreateGroup',
          'iam:DeleteGroupPolicy',
          'iam:DetachGroupPolicy',
          'iam:Get*',
          'iam:List*',
          'iam:PutGroupPolicy',
        ],
        [`arn:aws:iam::*:group/${RESEARCHERS_GROUP_NAME}*`],
      ),
      allow(
        'OfThisName',
        ['cloudtrail:*', 'events:*', 'lambda:*', 'logs:*', 's3:*', 'sqs:*'],
        [
          'arn:aws:cloudtrail:*:*:trail/tag-enforcement',
          'arn:aws:events:*:*:rule/TagEnforcement-*',
          'arn:aws:lambda:*:*:function:TagEnforcement-*',
          'arn:aws:logs:*:*:log-group:TagEnforcement-*',
          'arn:aws:s3:::tagenforcement-*',
          'arn:aws:sqs:*:*:TagEnforcement-*',
        ],
      ),
      // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html: where the CDK keeps code, and its version.
      allow(
        'Bootstrap',
        ['s3:GetObject', 'ssm:GetParameters'],
        ['arn:aws:s3:::cdk-*/*', 'arn:aws:ssm:*:*:parameter/cdk-bootstrap/*'],
      ),
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
      allow('Lists', ['cloudtrail:DescribeTrails', 'logs:DescribeLogGroups'], ['*']),
    ],
  };
};
