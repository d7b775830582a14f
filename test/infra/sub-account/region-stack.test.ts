import { describe, expect, test } from '@jest/globals';
import { ENFORCED, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { rolesOf } from '../policies.ts';
import { expectStack, resourcesOf, synthesize } from '../synthesize.ts';

const stacks = synthesize(givenTwoAccounts());
const region = expectStack(stacks, `TagEnforcement-Region-${ENFORCED}-eu-west-1`);
const bus = `arn:aws:events:us-west-2:${HUB}:event-bus/tag-enforcement`;

/** The resources of the type in one of the constructs. */
const below = (construct: string, type: string, template = region) =>
  resourcesOf(template, type).filter(([id]) => id.startsWith(construct));
const idOf = (construct: string, child: string) => expect.stringMatching(new RegExp(`^${construct}${child}`));

/** The pattern of successful calls of a service. */
const calls = (service: string, detail: object) => ({
  source: [`aws.${service}`],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventSource: [`${service}.amazonaws.com`], ...detail, errorCode: [{ exists: false }] },
});

describe.each<[string, object, object]>([
  ['Launches', calls('ec2', { eventName: ['RunInstances', 'AttachVolume', 'AttachNetworkInterface'] }), {}],
  [
    'Tags',
    {
      source: ['aws.tag'],
      'detail-type': ['Tag Change on Resource'],
      detail: {
        service: ['ec2'],
        'resource-type': ['instance'],
        'changed-tag-keys': [{ 'equals-ignore-case': 'Owner' }],
      },
    },
    {},
  ],
  [
    'Sessions',
    calls('sts', {
      eventName: ['AssumeRole'],
      userIdentity: { type: ['IAMUser', 'AWSAccount', 'AssumedRole'] },
    }),
    { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' },
  ],
])('%s', (construct, pattern, state) => {
  const deadLetters = { 'Fn::GetAtt': [idOf(construct, 'DeadLetters'), 'Arn'] };

  test('go from the default bus to the hub', () => {
    expect(below(construct, 'AWS::Events::Rule').map(([, { Properties }]) => Properties)).toEqual([
      {
        Description: expect.any(String),
        EventPattern: pattern,
        ...state,
        Targets: [
          {
            Id: 'Hub',
            Arn: bus,
            RoleArn: { 'Fn::GetAtt': [idOf(construct, 'Sender'), 'Arn'] },
            DeadLetterConfig: { Arn: deadLetters },
          },
        ],
      },
    ]);
  });

  test('are sent by a rule that may only send to the hub', () => {
    expect(rolesOf(region).filter(({ logicalId }) => logicalId.startsWith(construct))).toEqual([
      {
        logicalId: idOf(construct, 'Sender'),
        name: undefined,
        managedPolicies: [],
        trust: [
          { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'events.amazonaws.com' } },
        ],
        statements: [{ Effect: 'Allow', Action: ['events:PutEvents'], Resource: [bus] }],
      },
    ]);
  });

  test('are kept for two weeks if they cannot be sent, in a queue for this rule only', () => {
    expect(below(construct, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties)).toEqual([
      { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 },
    ]);
    const [[, policy] = [], ...others] = below(construct, 'AWS::SQS::QueuePolicy');
    expect(others).toEqual([]);
    expect(policy?.Properties.PolicyDocument).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: deadLetters,
          Condition: {
            ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [idOf(construct, 'Rule'), 'Arn'] } },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
        },
      ],
    });
  });
});

test('us-east-1 has the rule about sessions, and of creations that of services without Regions, if launches are not enforced there', () => {
  const globalOnly = expectStack(stacks, `TagEnforcement-Region-${ENFORCED}-us-east-1`);
  expect(Object.keys(globalOnly.Resources)).toHaveLength(8);
  expect(globalOnly.Resources).toMatchObject(
    Object.fromEntries(Object.entries(region.Resources).filter(([id]) => id.startsWith('Sessions'))),
  );
  const [[, rule] = []] = below('Creations', 'AWS::Events::Rule', globalOnly);
  expect(rule?.Properties.EventPattern).toMatchObject({
    detail: { eventSource: expect.arrayContaining(['iam.amazonaws.com', 'route53.amazonaws.com']) },
  });
});

test('with creations off, no account sends any, and no role reads tags', () => {
  const off = synthesize({ ...givenTwoAccounts(), creations: 'off' });
  for (const [name, template] of off) {
    expect([name, ...below('Creations', 'AWS::Events::Rule', template)]).toEqual([name]);
    expect(rolesOf(template).map(({ name: role }) => role)).not.toContain('tag-enforcement-tags');
  }
});
