import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readGateway, readOthers } from '../../../cli/aws/gateway.ts';

const cloudTrail = mockClient(CloudTrailClient);
const iam = mockClient(IAMClient);
afterEach(() => {
  cloudTrail.reset();
  iam.reset();
});

const at = new Date('2026-11-20T00:00:00Z');
const roleArn = 'arn:aws:iam::422448306679:role/developer';

/** A record of AssumeRole in the caller's account. */
const record = (userIdentity: object, more: object = {}) => ({
  EventTime: at,
  CloudTrailEvent: JSON.stringify({
    eventName: 'AssumeRole',
    userIdentity,
    requestParameters: { roleArn, roleSessionName: 'botocore-session-1' },
    ...more,
  }),
});

const reader = (paused: number[] = []) =>
  readGateway({ region: 'us-east-1' }, new IAMClient({ region: 'us-east-1' }), async (ms) => {
    paused.push(ms);
  });

test('sessions that users began are read from every Region and page; what was refused or is no user is not', async () => {
  const melinda = { type: 'IAMUser', userName: 'melinda@ucsc.edu' };
  cloudTrail
    .on(LookupEventsCommand)
    .resolvesOnce({
      Events: [
        record(melinda),
        record({ type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }),
        record(melinda, { errorCode: 'AccessDenied' }),
        record(melinda, { requestParameters: null }),
        { EventTime: at },
      ],
      NextToken: 'more',
    })
    .resolves({ Events: [record({ type: 'IAMUser', userName: 'bob@ucsc.edu' })] });
  const seen = await reader().sessions(['us-east-1', 'us-west-2']);
  expect(seen.map(({ userName }) => userName)).toEqual(['melinda@ucsc.edu', 'bob@ucsc.edu', 'bob@ucsc.edu']);
  expect(seen[0]).toEqual({ userName: 'melinda@ucsc.edu', sessionName: 'botocore-session-1', roleArn, at });
  expect(cloudTrail.calls()[1]?.args[0].input).toMatchObject({ NextToken: 'more' });
});

test('the report is waited for until IAM has made it', async () => {
  iam
    .on(GenerateCredentialReportCommand)
    .resolvesOnce({ State: 'STARTED' })
    .resolvesOnce({ State: 'INPROGRESS' })
    .resolves({ State: 'COMPLETE' });
  iam
    .on(GetCredentialReportCommand)
    .resolves({ Content: new TextEncoder().encode('user\n'), GeneratedTime: at });
  const paused: number[] = [];
  expect(await reader(paused).credentialReport()).toEqual({ text: 'user\n', madeAt: at });
  expect(paused).toHaveLength(2);
});

const NAME = 'tag-enforcement-boundary';

/** What exists in an account whose stack made the role `viewer`, the group `researchers` and the boundary. */
const others = (status: string) => {
  const trust = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::333344445555:root' }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] }, Action: 'sts:AssumeRole' },
      { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
    ],
  };
  const PolicyArn = 'arn:aws:iam::aws:policy/PowerUserAccess';
  iam
    .on(GetAccountAuthorizationDetailsCommand)
    .resolvesOnce({
      GroupDetailList: [{ GroupName: 'researchers' }],
      Policies: [{ PolicyName: NAME, Arn: `arn:aws:iam::422448306679:policy/${NAME}` }],
      IsTruncated: true,
      Marker: 'more',
    })
    .resolves({
      RoleDetailList: [
        {
          RoleName: 'developer',
          AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
          AttachedManagedPolicies: [{ PolicyName: 'PowerUserAccess', PolicyArn }],
        },
        { RoleName: 'viewer' },
      ],
    });
  const physicalIds = new Map([
    ['Group1', 'researchers'],
    ['Roleviewer', 'viewer'],
    ['Boundary', `arn:aws:iam::422448306679:policy/${NAME}`],
  ]);
  const settings = { region: 'us-east-1' };
  return readOthers(settings, 'a-stack', new IAMClient(settings), async () => ({
    status,
    template: {},
    physicalIds,
  }));
};

test('what the stack has made is not among what else exists; of a role, whom it trusts and its policies are known', async () => {
  expect(await others('UPDATE_COMPLETE')).toEqual([
    {
      kind: 'role',
      name: 'developer',
      trusts: ['arn:aws:iam::333344445555:root', 'ec2.amazonaws.com'],
      policies: ['arn:aws:iam::aws:policy/PowerUserAccess'],
    },
  ]);
});

test('what a first deployment left when it failed is of no stack', async () => {
  const left = await others('ROLLBACK_COMPLETE');
  expect(left.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'group researchers',
    `policy ${NAME}`,
    'role developer',
    'role viewer',
  ]);
});
