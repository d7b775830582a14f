import type { Configuration } from '../config/configuration.ts';
import { BOUNDARY_NAME } from '../names.ts';
import { ownersOfOthers } from './owners-of-others.ts';
import type { PolicyJson, StatementJson } from './policy.ts';

/** The roles of an account that deploy this service or are part of it. */
const SERVICE_ROLES = [
  'arn:aws:iam::*:role/OrganizationAccountAccessRole',
  'arn:aws:iam::*:role/TagEnforcement-*',
  'arn:aws:iam::*:role/cdk-*',
  'arn:aws:iam::*:role/stacksets-exec-*',
  'arn:aws:iam::*:role/tag-enforcement-*',
];

/**
 * Everything of this service in any account, and what the CDK deploys it with. What CloudFormation names by itself begins with
 * the stack's name, and a StackSet's stacks have a prefix of their own; a bucket's name is in lower case.
 */
const SERVICE = [
  ...SERVICE_ROLES,
  'arn:aws:iam::*:role/StackSet-TagEnforcement*',
  'arn:aws:cloudformation:*:*:stack/CDKToolkit/*',
  'arn:aws:cloudformation:*:*:stack/StackSet-TagEnforcement*',
  'arn:aws:cloudformation:*:*:stack/TagEnforcement-*',
  'arn:aws:cloudwatch:*:*:alarm:tag-enforcement-*',
  'arn:aws:cloudwatch::*:dashboard/tag-enforcement',
  'arn:aws:dynamodb:*:*:table/tag-enforcement',
  'arn:aws:dynamodb:*:*:table/tag-enforcement/*',
  'arn:aws:events:*:*:event-bus/tag-enforcement',
  'arn:aws:events:*:*:rule/StackSet-TagEnforcement*',
  'arn:aws:events:*:*:rule/TagEnforcement-*',
  'arn:aws:events:*:*:rule/tag-enforcement/*',
  'arn:aws:iam::*:policy/cdk-*',
  'arn:aws:iam::*:policy/tag-enforcement-*',
  'arn:aws:lambda:*:*:function:TagEnforcement-*',
  'arn:aws:logs:*:*:log-group:TagEnforcement-*',
  'arn:aws:s3:::cdk-*',
  'arn:aws:s3:::stackset-tagenforcement*',
  'arn:aws:s3:::tagenforcement-*',
  'arn:aws:sns:*:*:tag-enforcement-*',
  'arn:aws:sqs:*:*:StackSet-TagEnforcement*',
  'arn:aws:sqs:*:*:TagEnforcement-*',
  'arn:aws:sqs:*:*:tag-enforcement-*',
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

const roleOfAnyAccount = (name: string): string => `arn:aws:iam::*:role/${name}`;

/** Nobody changes the service, nor acts in its roles; nobody takes away the records of what was done. */
const protect = (
  roleNames: readonly string[],
  condition: Pick<StatementJson, 'Condition'> = {},
): StatementJson[] => [
  { Sid: 'Service', Effect: 'Deny', NotAction: LOOK, Resource: SERVICE, ...condition },
  // That people assume these roles is for the gateway to say. A service control policy may hold there too.
  {
    Sid: 'Roles',
    Effect: 'Deny',
    NotAction: ['iam:Get*', 'iam:List*', 'sts:*'],
    Resource: roleNames.map(roleOfAnyAccount),
    ...condition,
  },
  // A mapping has no name, but that of its function.
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  {
    Sid: 'Sources',
    Effect: 'Deny',
    Action: [
      'lambda:CreateEventSourceMapping',
      'lambda:DeleteEventSourceMapping',
      'lambda:UpdateEventSourceMapping',
    ],
    Resource: ['*'],
    Condition: {
      ...condition.Condition,
      ArnLike: { 'lambda:FunctionArn': 'arn:aws:lambda:*:*:function:TagEnforcement-*' },
    },
  },
  {
    Sid: 'Evidence',
    Effect: 'Deny',
    Action: [
      'cloudtrail:DeleteTrail',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:StopLogging',
      'cloudtrail:UpdateTrail',
      // Outside the organization, its policies do not hold.
      'organizations:LeaveOrganization',
      // A request through an access point has the access point's ARN, which does not name its bucket: nor does a condition key.
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
      's3:CreateAccessPoint',
      's3:CreateMultiRegionAccessPoint',
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
      'iam:AddClientIDToOpenIDConnectProvider',
      'iam:AddUserToGroup',
      'iam:AttachGroupPolicy',
      'iam:CreateAccessKey',
      'iam:CreateLoginProfile',
      'iam:CreatePolicyVersion',
      'iam:CreateServiceSpecificCredential',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutGroupPolicy',
      'iam:SetDefaultPolicyVersion',
      'iam:UpdateLoginProfile',
      // Whoever writes the metadata of an identity provider is whomever they like to the roles that trust it.
      'iam:UpdateSAMLProvider',
    ],
    Resource: ['*'],
  },
];

type Setting = Pick<Configuration, 'ownerTag' | 'access'>;

const roleNamesOf = ({ access }: Setting): string[] => access?.roles.map(({ name }) => name) ?? [];

/** The permissions boundary of the roles that people assume: it allows everything but to change this service. */
export const boundaryPolicy = (setting: Setting): PolicyJson => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
    ...protect(roleNamesOf(setting)),
    ...STAYS,
    ...(setting.access?.requireSessionName
      ? ownersOfOthers(setting.ownerTag.key, roleNamesOf(setting).map(roleOfAnyAccount))
      : []),
  ],
});

/**
 * The same for an organization: it binds everybody in the account but the service's own roles, also those whose roles have no
 * boundary. Nobody else makes a role with such a name, or changes who may assume one.
 */
export const serviceControlPolicy = (setting: Setting): PolicyJson => ({
  Version: '2012-10-17',
  Statement: protect(roleNamesOf(setting), {
    Condition: { ArnNotLike: { 'aws:PrincipalArn': SERVICE_ROLES } },
  }),
});
