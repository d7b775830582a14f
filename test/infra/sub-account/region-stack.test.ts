import { expect, test } from '@jest/globals';
import { ENFORCED, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { rolesOf } from '../policies.ts';
import { expectOne, expectStack, synthesize } from '../synthesize.ts';

const region = expectStack(synthesize(givenTwoAccounts()), `TagEnforcement-Region-${ENFORCED}-eu-west-1`);
const bus = `arn:aws:events:us-west-2:${HUB}:event-bus/tag-enforcement`;
const deadLetters = { 'Fn::GetAtt': [expect.stringMatching(/^LaunchesDeadLetters/), 'Arn'] };

test('successful launches go from the default bus to the hub', () => {
  expect(expectOne(region, 'AWS::Events::Rule').Properties).toEqual({
    Description: expect.any(String),
    EventPattern: {
      source: ['aws.ec2'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: ['ec2.amazonaws.com'],
        eventName: ['RunInstances'],
        errorCode: [{ exists: false }],
      },
    },
    Targets: [
      {
        Id: 'Hub',
        Arn: bus,
        RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^LaunchesSender/), 'Arn'] },
        DeadLetterConfig: { Arn: deadLetters },
      },
    ],
  });
});

test('the rule may send to the hub and do nothing else', () => {
  expect(rolesOf(region)).toEqual([
    {
      logicalId: expect.stringMatching(/^LaunchesSender/),
      name: undefined,
      managedPolicies: [],
      trust: [
        { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: 'events.amazonaws.com' } },
      ],
      statements: [{ Effect: 'Allow', Action: ['events:PutEvents'], Resource: [bus] }],
    },
  ]);
});

test('what cannot be sent is kept for two weeks, from this rule only', () => {
  expect(expectOne(region, 'AWS::SQS::Queue').Properties).toEqual({
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 1_209_600,
  });
  expect(expectOne(region, 'AWS::SQS::QueuePolicy').Properties.PolicyDocument).toMatchObject({
    Statement: [
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: deadLetters,
        Condition: {
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.stringMatching(/^LaunchesRule/), 'Arn'] } },
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        },
      },
    ],
  });
});
