import type { Configuration } from '../config/configuration.ts';
import { BOUNDARY_NAME } from '../names.ts';

import type { PolicyJson, StatementJson } from './policy.ts';

/**
 * Everything of this service in any account, and what the CDK deploys it with. What CloudFormation names by itself begins with
 * the stack's name; a bucket's name is in lower case.
 */
const SERVICE = [
  'arn:aws:cloudformation:*:*:stack/TagEnforcement-*',
  'arn:aws:cloudformation:*:*:stack/CDKToolkit/*',
  'arn:aws:cloudwatch:*:*:alarm:tag-enforcement-*',
  'arn:aws:cloudwatch::*:dashboard/tag-enforcement',
  'arn:aws:dynamodb:*:*:table/tag-enforcement',
  'arn:aws:events:*:*:event-bus/tag-enforcement',
  'arn:aws:events:*:*:rule/TagEnforcement-*',
  'arn:aws:events:*:*:rule/tag-enforcement/*',
  'arn:aws:iam::*:policy/tag-enforcement-*',
  'arn:aws:iam::*:role/TagEnforcement-*',
  'arn:aws:iam::*:role/cdk-*',
  'arn:aws:iam::*:role/tag-enforcement-*',
  'arn:aws:lambda:*:*:function:TagEnforcement-*',
  'arn:aws:logs:*:*:log-group:TagEnforcement-*',
  'arn:aws:s3:::cdk-*',
  'arn:aws:s3:::tagenforcement-*',
  'arn:aws:sns:*:*:tag-enforcement-*',
  'arn:aws:sqs:*:*:TagEnforcement-*',
  'arn:aws:ssm:*:*:parameter/cdk-bootstrap/*',
  'arn:aws:ssm:*:*:parameter/tag-enforcement/*',
  'arn:aws:states:*:*:*:tag-enforcement-*',
];

/** What anybody may do with these: look at them. Not read their messages and records, which are about others. */
const LOOK = [
  'cloudformation:Describe*',
  'cloudformation:Detect*',
  'cloudformation:Get*',
  'cloudformation:List*',
  'cloudwatch:Describe*',
  'cloudwatch:Get*',
  'cloudwatch:List*',
  'dynamodb:Describe*',
  'dynamodb:List*',
  'events:Describe*',
  'events:List*',
  'iam:Get*',
  'iam:List*',
  'lambda:Get*',
  'lambda:List*',
  'logs:Describe*',
  'logs:List*',
  's3:GetBucket*',
  's3:List*',
  'sns:Get*',
  'sns:List*',
  'sqs:Get*',
  'sqs:List*',
  'ssm:Get*',
  'states:Describe*',
  'states:List*',
];

/** Nobody changes the service, nor acts in its roles; nobody takes away the records of what was done. */
const protect = (
  roleNames: readonly string[],
  condition: Pick<StatementJson, 'Condition'> = {},
): StatementJson[] => [
  {
    Sid: 'Service',
    Effect: 'Deny',
    NotAction: LOOK,
    Resource: [...SERVICE, ...roleNames.map((name) => `arn:aws:iam::*:role/${name}`)],
    ...condition,
  },
  {
    Sid: 'Evidence',
    Effect: 'Deny',
    Action: [
      'cloudtrail:DeleteTrail',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:StopLogging',
      'cloudtrail:UpdateTrail',
    ],
    Resource: ['*'],
    ...condition,
  },
];

/**
 * Nobody makes a role or a user without this boundary, or gives one that has none more than it has: its permissions would be
 * those of whoever made it, without the boundary. What has no condition on it is denied altogether.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const STAYS: readonly StatementJson[] = [
  {
    Sid: 'BoundaryIsPassedOn',
    Effect: 'Deny',
    Action: [
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
      'iam:CreateRole',
      'iam:CreateUser',
      'iam:PutRolePermissionsBoundary',
      'iam:PutRolePolicy',
      'iam:PutUserPermissionsBoundary',
      'iam:PutUserPolicy',
      'iam:UpdateAssumeRolePolicy',
    ],
    Resource: ['*'],
    Condition: { StringNotLike: { 'iam:PermissionsBoundary': `arn:aws:iam::*:policy/${BOUNDARY_NAME}` } },
  },
  {
    Sid: 'BoundaryStays',
    Effect: 'Deny',
    Action: [
      'iam:AddUserToGroup',
      'iam:AttachGroupPolicy',
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreatePolicyVersion',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutGroupPolicy',
      'iam:SetDefaultPolicyVersion',
      'iam:UpdateLoginProfile',
    ],
    Resource: ['*'],
  },
];

/**
 * Nobody changes the Owner of what has another person's. The end of `aws:userid` is the session's name, and that is the user's
 * only if the roles require it. DeleteTags without a list of tags deletes them all, and then has no aws:TagKeys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
const ownersOfOthers = (key: string): StatementJson[] => {
  const tag = `aws:ResourceTag/${key}`;
  const isOfAnother = {
    Null: { [tag]: 'false' },
    StringLike: { [tag]: '?*@?*' },
    StringNotLike: { 'aws:userid': `*:\${${tag}}` },
  };
  return [
    {
      Sid: 'OwnersOfOthers',
      Effect: 'Deny',
      Action: ['autoscaling:CreateOrUpdateTags', 'ec2:CreateTags'],
      Resource: ['*'],
      Condition: { ...isOfAnother, 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [key] } },
    },
    {
      Sid: 'TagsOfOthers',
      Effect: 'Deny',
      Action: ['autoscaling:DeleteTags', 'ec2:DeleteTags'],
      Resource: ['*'],
      Condition: isOfAnother,
    },
  ];
};

type Setting = Pick<Configuration, 'ownerTag' | 'access'>;

const roleNamesOf = ({ access }: Setting): string[] => access?.roles.map(({ name }) => name) ?? [];

/** The permissions boundary of the roles that people assume: it allows everything but to change this service. */
export const boundaryPolicy = (setting: Setting): PolicyJson => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
    ...protect(roleNamesOf(setting)),
    ...STAYS,
    ...(setting.access?.requireSessionName ? ownersOfOthers(setting.ownerTag.key) : []),
  ],
});

/** The roles of an account that deploy this service or are part of it. Only these change it, where the policy below holds. */
const SERVICE_PRINCIPALS = [
  'arn:aws:iam::*:role/OrganizationAccountAccessRole',
  'arn:aws:iam::*:role/TagEnforcement-*',
  'arn:aws:iam::*:role/cdk-*',
  'arn:aws:iam::*:role/stacksets-exec-*',
  'arn:aws:iam::*:role/tag-enforcement-*',
];

/** The same for an organization: it binds everybody in the account, also those whose roles have no boundary. */
export const serviceControlPolicy = (setting: Setting): PolicyJson => ({
  Version: '2012-10-17',
  Statement: protect(roleNamesOf(setting), {
    Condition: { ArnNotLike: { 'aws:PrincipalArn': SERVICE_PRINCIPALS } },
  }),
});
