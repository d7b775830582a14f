import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { parseConfiguration } from '../../../infra/config.ts';
import { HubStack } from '../../../infra/hub/hub-stack.ts';
import { CheckEnvironment } from '../../../lambdas/check/environment.ts';
import { parseEnvironment } from '../../../lambdas/environment.ts';
import { IntakeEnvironment } from '../../../lambdas/intake/environment.ts';
import { NoticeEnvironment } from '../../../lambdas/notice/environment.ts';
import { RepairEnvironment } from '../../../lambdas/repair/environment.ts';
import { TerminateEnvironment } from '../../../lambdas/terminate/environment.ts';
import { DRY, ENFORCED, givenTwoAccounts, HUB } from '../given-configuration.ts';
import {
  expectOne,
  expectStack,
  givenApp,
  inFolder,
  resourcesOf,
  synthesize,
  Template,
} from '../synthesize.ts';

const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');

const launches = {
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['ec2.amazonaws.com'],
    eventName: ['RunInstances'],
    errorCode: [{ exists: false }],
  },
};

test('the bus admits exactly the configured accounts, with launches alone', () => {
  const { Properties } = expectOne(hub, 'AWS::Events::EventBusPolicy');
  expect(Properties.Statement).toEqual({
    Sid: 'SubAccountsSendLaunches',
    Effect: 'Allow',
    Action: 'events:PutEvents',
    Principal: { AWS: [`arn:aws:iam::${DRY}:root`, `arn:aws:iam::${ENFORCED}:root`] },
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Bus/), 'Arn'] },
    Condition: {
      'ForAllValues:StringEquals': { 'events:source': ['aws.ec2'] },
      StringEquals: { 'events:detail-type': ['AWS API Call via CloudTrail'] },
    },
  });
  expect(expectOne(hub, 'AWS::Events::EventBus').Properties.Name).toBe('tag-enforcement');
});

test('the policy of a bus for a hundred accounts keeps within its 10,240 characters', () => {
  const subAccounts = Array.from({ length: 100 }, (_, index) => ({
    name: `p${index}`,
    accountId: String(100000000000 + index),
  }));
  const large = inFolder((folder) => {
    const app = givenApp(folder);
    new HubStack(app, 'Hub', parseConfiguration({ ...givenTwoAccounts(), subAccounts }));
    return Template.parse(app.synth().getStackByName('Hub').template);
  });
  const { Properties } = expectOne(large, 'AWS::Events::EventBusPolicy');
  expect(JSON.stringify(Properties.Statement).length).toBeLessThan(10_240);
});

describe('a launch on the bus', () => {
  const queues = resourcesOf(hub, 'AWS::SQS::Queue');
  const [deadLetters, queue] = queues;
  const arnOf = (id: string | undefined) => ({ 'Fn::GetAtt': [id, 'Arn'] });

  test('goes to the queue, or to the dead-letter queue', () => {
    expect(expectOne(hub, 'AWS::Events::Rule').Properties).toMatchObject({
      State: 'ENABLED',
      EventPattern: launches,
      EventBusName: { Ref: expect.stringMatching(/^Bus/) },
      Targets: [{ Arn: arnOf(queue?.[0]), DeadLetterConfig: { Arn: arnOf(deadLetters?.[0]) } }],
    });
  });

  test('waits in a queue that gives up after five times', () => {
    expect(queues).toHaveLength(2);
    expect(queue?.[1].Properties).toEqual({
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetters?.[0]), maxReceiveCount: 5 },
    });
    expect(deadLetters?.[1].Properties).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  test('reaches intake in batches that may fail in part, six times over within its visibility', () => {
    expect(expectOne(hub, 'AWS::Lambda::EventSourceMapping').Properties).toEqual({
      BatchSize: 10,
      EventSourceArn: arnOf(queue?.[0]),
      FunctionName: { Ref: expect.stringMatching(/^IntakeFunction/) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    const intake = resourcesOf(hub, 'AWS::Lambda::Function').find(([id]) => id.startsWith('Intake'));
    expect(intake?.[1].Properties.Timeout).toBe(10);
  });
});

describe('the environment of', () => {
  const Variables = z.object({ Variables: z.record(z.string(), z.unknown()) });
  const environments = new Map(
    resourcesOf(hub, 'AWS::Lambda::Function').map(([, { Properties }]) => {
      const { Variables: variables } = Variables.parse(Properties.Environment);
      // What CloudFormation resolves stands here for itself.
      const resolved = Object.entries(variables).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return [variables.POWERTOOLS_SERVICE_NAME, Object.fromEntries(resolved)];
    }),
  );

  test.each([
    [
      'intake',
      IntakeEnvironment,
      { SUB_ACCOUNTS: { 'dry-run': { [DRY]: 'sandbox' }, enforce: { [ENFORCED]: 'pangenomics' } } },
    ],
    [
      'check',
      CheckEnvironment,
      {
        READ_ROLE_NAME: 'tag-enforcement-read',
        TIMING: { gracePeriodMinutes: 10, warnAfterMinutes: 2, minimumNoticeMinutes: 3 },
      },
    ],
    ['repair', RepairEnvironment, { OWNER_TAG_KEY: 'Owner', REPAIR_ROLE_NAME: 'tag-enforcement-repair' }],
    [
      'terminate',
      TerminateEnvironment,
      { ACT_ROLE_NAME: 'tag-enforcement-act', ENFORCED_ACCOUNTS: [ENFORCED] },
    ],
    [
      'notice',
      NoticeEnvironment,
      {
        TIME_ZONE: 'America/Los_Angeles',
        ADMINISTRATORS: ['cluster-admin@soe.ucsc.edu'],
        SUB_ACCOUNT_TOPIC_ARN_PREFIX: `arn:aws:sns:us-west-2:${HUB}:tag-enforcement-`,
      },
    ],
  ])('%s is what its function parses', (name, schema, expected) => {
    expect(parseEnvironment(schema, environments.get(name))).toMatchObject(expected);
  });
});

test('each topic has its readers', () => {
  const topics = new Map(
    resourcesOf(hub, 'AWS::SNS::Topic').map(([id, { Properties }]) => [id, Properties.TopicName]),
  );
  const readers = resourcesOf(hub, 'AWS::SNS::Subscription').map(([, { Properties }]) => {
    const { Ref } = z.object({ Ref: z.string() }).parse(Properties.TopicArn);
    return [topics.get(Ref), Properties.Protocol, Properties.Endpoint];
  });
  expect([...topics.values()]).toEqual([
    'tag-enforcement-administrators',
    `tag-enforcement-${DRY}`,
    `tag-enforcement-${ENFORCED}`,
  ]);
  expect(readers).toEqual([
    ['tag-enforcement-administrators', 'email', 'cluster-admin@soe.ucsc.edu'],
    [`tag-enforcement-${ENFORCED}`, 'email', 'pm@ucsc.edu'],
    [`tag-enforcement-${ENFORCED}`, 'email', 'second@ucsc.edu'],
  ]);
});
