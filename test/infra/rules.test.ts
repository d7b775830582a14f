import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Template } from '../../local/template/template.ts';
import { ENFORCED, GATEWAY, givenTwoAccounts } from './given-configuration.ts';
import { matches } from './matches.ts';
import { expectStack, resourcesOf, synthesize } from './synthesize.ts';

const stacks = synthesize(givenTwoAccounts());
const Pattern = z.record(z.string(), z.unknown());

/** The rules of a stack that an event matches, by their logical ids without CDK's hash. */
const rulesFor = (template: Template, event: object): string[] =>
  resourcesOf(template, 'AWS::Events::Rule')
    .filter(([, { Properties }]) => 'EventPattern' in Properties)
    .filter(([, { Properties }]) => matches(Pattern.parse(Properties.EventPattern), { ...event }))
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));

const hub = expectStack(stacks, 'TagEnforcement-Hub');
const gateway = expectStack(stacks, 'TagEnforcement-Gateway');
const region = expectStack(stacks, `TagEnforcement-Region-${ENFORCED}-us-west-2`);
const globalOnly = expectStack(stacks, `TagEnforcement-Region-${ENFORCED}-us-east-1`);

/** The event of a call. */
const call = (account: string, service: string, eventName: string, more: object = {}) => ({
  version: '0',
  id: '3b2c2b8a-0000-0000-0000-000000000000',
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${service}`,
  account,
  time: '2026-11-03T16:00:05Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    eventTime: '2026-11-03T16:00:00Z',
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: GATEWAY },
    ...more,
  },
});
const by = (type: string) => ({ userIdentity: { type } });
const refused = { errorCode: 'AccessDenied', errorMessage: 'no' };

/** The event of an instance's changed tags. */
const tagChange = (keys: readonly string[], more: object = {}) => ({
  version: '0',
  id: 'bddcf1d6-0251-35a1-aab0-adc1fb47c11c',
  'detail-type': 'Tag Change on Resource',
  source: 'aws.tag',
  account: ENFORCED,
  time: '2026-11-03T16:00:05Z',
  region: 'us-west-2',
  resources: [`arn:aws:ec2:us-west-2:${ENFORCED}:instance/i-0000000aaaaaaaaaa`],
  detail: {
    'changed-tag-keys': keys,
    service: 'ec2',
    'resource-type': 'instance',
    version: 3,
    tags: { Name: 'web' },
    ...more,
  },
});

const LAUNCH = ['LaunchesRule'];
const TAGS = ['TagsRule'];
const SESSION = ['SessionsRule'];
const CREATION = ['CreationsRule'];

describe('the rules of a sub-account let through', () => {
  test.each<[string, object, string[], string[]]>([
    ['a launch', call(ENFORCED, 'ec2', 'RunInstances'), LAUNCH, []],
    ['an attached volume', call(ENFORCED, 'ec2', 'AttachVolume'), LAUNCH, []],
    ['an attached interface', call(ENFORCED, 'ec2', 'AttachNetworkInterface'), LAUNCH, []],
    ['no launch that was refused', call(ENFORCED, 'ec2', 'RunInstances', refused), [], []],
    ['an Owner that was changed or taken away', tagChange(['Name', 'Owner']), TAGS, []],
    ['one in other case', tagChange(['oWNER']), TAGS, []],
    ['no other tag', tagChange(['Name', 'Owners']), [], []],
    ['no Owner of another resource', tagChange(['Owner'], { 'resource-type': 'volume' }), [], []],
    ['no Owner of another service', tagChange(['Owner'], { service: 'rds' }), [], []],
    ['no other call of EC2', call(ENFORCED, 'ec2', 'TerminateInstances'), [], []],
    ["a user's session from another account", call(ENFORCED, 'sts', 'AssumeRole'), SESSION, SESSION],
    ["a user's session", call(ENFORCED, 'sts', 'AssumeRole', by('IAMUser')), SESSION, SESSION],
    ['a session of a session', call(ENFORCED, 'sts', 'AssumeRole', by('AssumedRole')), SESSION, SESSION],
    [
      'a session whose record is read-only',
      call(ENFORCED, 'sts', 'AssumeRole', { readOnly: true }),
      SESSION,
      SESSION,
    ],
    ["no service's session", call(ENFORCED, 'sts', 'AssumeRole', by('AWSService')), [], []],
    ['no session that was refused', call(ENFORCED, 'sts', 'AssumeRole', refused), [], []],
    ['no session of SAML', call(ENFORCED, 'sts', 'AssumeRoleWithSAML', by('SAMLUser')), [], []],
    ['a user of its own, as a creation', call(ENFORCED, 'iam', 'CreateUser'), CREATION, CREATION],
    ['a hosted zone', call(ENFORCED, 'route53', 'CreateHostedZone'), CREATION, CREATION],
    ['a bucket', call(ENFORCED, 's3', 'CreateBucket'), CREATION, []],
    [
      'a function, whose event has a version',
      call(ENFORCED, 'lambda', 'CreateFunction20150331'),
      CREATION,
      [],
    ],
    ['a volume', call(ENFORCED, 'ec2', 'CreateVolume'), CREATION, []],
    ['a transit gateway', call(ENFORCED, 'ec2', 'CreateTransitGateway'), CREATION, []],
    ['an address', call(ENFORCED, 'ec2', 'AllocateAddress'), CREATION, []],
    ['an image', call(ENFORCED, 'ec2', 'RegisterImage'), CREATION, []],
    ['a parameter', call(ENFORCED, 'ssm', 'PutParameter'), CREATION, []],
    ['a key', call(ENFORCED, 'kms', 'CreateKey'), CREATION, []],
    ['a log group', call(ENFORCED, 'logs', 'CreateLogGroup'), CREATION, []],
    ['a service that is new', call(ENFORCED, 'brandnew', 'CreateThing'), CREATION, []],
    ['no creation that was refused', call(ENFORCED, 's3', 'CreateBucket', refused), [], []],
    ['no tags of EC2', call(ENFORCED, 'ec2', 'CreateTags'), [], []],
    ['no log stream', call(ENFORCED, 'logs', 'CreateLogStream'), [], []],
    ['no grant of a key', call(ENFORCED, 'kms', 'CreateGrant'), [], []],
    ['no object', call(ENFORCED, 's3', 'PutObject'), [], []],
    ['no upload', call(ENFORCED, 's3', 'CreateMultipartUpload'), [], []],
    ['no sign-in', call(ENFORCED, 'sso-oauth', 'CreateToken'), [], []],
    ['no policy in a role', call(ENFORCED, 'iam', 'PutRolePolicy'), [], []],
    [
      'no event that says it is a call of AWS',
      { ...call(ENFORCED, 's3', 'CreateBucket'), source: 'my.program' },
      [],
      [],
    ],
  ])('%s', (_, event, where, whereNothingIsEnforced) => {
    expect(rulesFor(region, event)).toEqual(where);
    expect(rulesFor(globalOnly, event)).toEqual(whereNothingIsEnforced);
  });
});

describe('the rule of the gateway lets through', () => {
  test.each<[string, object, boolean]>([
    ['a user who comes', call(GATEWAY, 'iam', 'CreateUser', by('IAMUser')), true],
    ['a user who goes', call(GATEWAY, 'iam', 'DeleteUser', by('Root')), true],
    ['a user who is renamed', call(GATEWAY, 'iam', 'UpdateUser', by('AssumedRole')), true],
    ['no refusal', call(GATEWAY, 'iam', 'DeleteUser', { ...by('IAMUser'), ...refused }), false],
    ['no other change', call(GATEWAY, 'iam', 'CreateAccessKey', by('IAMUser')), false],
    ['no session', call(GATEWAY, 'sts', 'AssumeRole', by('IAMUser')), false],
  ])('%s', (_, event, expected) => {
    expect(rulesFor(gateway, event)).toEqual(expected ? ['UsersRule'] : []);
  });
});

describe('the rules of the hub take in', () => {
  test.each<[string, object, string[]]>([
    [
      'a launch',
      call(ENFORCED, 'ec2', 'RunInstances'),
      ['IntakeLaunchQueueRule', 'PropagateAttachmentQueueLaunchRule'],
    ],
    ['an attached volume', call(ENFORCED, 'ec2', 'AttachVolume'), ['PropagateAttachmentQueueAttachRule']],
    ['an Owner that changed', tagChange(['owner']), ['IntakeLaunchQueueTagRule']],
    [
      'an Owner that was written',
      tagChange(['Owner'], { tags: { Owner: 'bob@ucsc.edu' } }),
      ['IntakeLaunchQueueTagRule', 'PropagateAttachmentQueueTagRule'],
    ],
    ['no other tag', tagChange(['Name']), []],
    ['a session', call(ENFORCED, 'sts', 'AssumeRole'), ['SessionsSessionQueueRule']],
    // The function knows the sub-accounts: a list of a hundred would not fit into the pattern.
    [
      'a user of the gateway',
      call(GATEWAY, 'iam', 'CreateUser'),
      ['DirectoryUserQueueRule', 'CreationsCreationQueueRule'],
    ],
    ['a user of a sub-account', call(ENFORCED, 'iam', 'CreateUser'), ['CreationsCreationQueueRule']],
    ['a creation', call(ENFORCED, 's3', 'CreateBucket'), ['CreationsCreationQueueRule']],
    ['nothing else', call(ENFORCED, 's3', 'DeleteBucket'), []],
  ])('%s', (_, event, expected) => {
    expect(rulesFor(hub, event)).toEqual(expected);
  });
});

test("a rule about sessions gets read-only calls, on the default bus and on the hub's; no other rule does", () => {
  const states = [hub, gateway, region, globalOnly].flatMap((template) =>
    resourcesOf(template, 'AWS::Events::Rule').map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      Properties.State ?? 'ENABLED',
    ]),
  );
  const ALL = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  expect(states).toEqual([
    ['SessionsSessionQueueRule', ALL],
    ['DirectoryUserQueueRule', 'ENABLED'],
    ['DirectoryHourly', 'ENABLED'],
    ['IntakeLaunchQueueRule', 'ENABLED'],
    ['IntakeLaunchQueueTagRule', 'ENABLED'],
    ['PropagateAttachmentQueueLaunchRule', 'ENABLED'],
    ['PropagateAttachmentQueueTagRule', 'ENABLED'],
    ['PropagateAttachmentQueueAttachRule', 'ENABLED'],
    ['CreationsCreationQueueRule', 'ENABLED'],
    ['SweepSchedule', 'ENABLED'],
    ['UsersRule', 'ENABLED'],
    ['LaunchesRule', 'ENABLED'],
    ['TagsRule', 'ENABLED'],
    ['CreationsRule', 'ENABLED'],
    ['SessionsRule', ALL],
    ['CreationsRule', 'ENABLED'],
    ['SessionsRule', ALL],
  ]);
});

test('no pattern exceeds the 2,048 characters that EventBridge allows', () => {
  const patterns = [...stacks.values()].flatMap((template) =>
    resourcesOf(template, 'AWS::Events::Rule').map(([, { Properties }]) => Properties.EventPattern),
  );
  for (const pattern of patterns) expect(JSON.stringify(pattern ?? {}).length).toBeLessThan(2048);
});
