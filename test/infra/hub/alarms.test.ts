import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { DRY, ENFORCED, HUB } from '../given-configuration.ts';
import { resourcesOf } from '../synthesize.ts';
import { hub, idOf } from './the-hub.ts';

const Alarm = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
});

const alarms = new Map(
  resourcesOf(hub, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const alarm = Alarm.parse(Properties);
    return [alarm.AlarmName.replace('tag-enforcement-', ''), alarm];
  }),
);

test('there is an alarm for everything that can go wrong', () => {
  expect([...alarms.keys()].sort()).toEqual([
    'acts-failed',
    'breaker-failed',
    'breaker-open',
    'breaker-timed-out',
    'creations-not-read',
    'dead-letters-attachment-queue',
    'dead-letters-creation-question-queue',
    'dead-letters-creation-queue',
    'dead-letters-launch-queue',
    'dead-letters-question-queue',
    'dead-letters-reminder-queue',
    'dead-letters-session-queue',
    'dead-letters-sweep',
    'dead-letters-user-queue',
    'errors-directory',
    'errors-look-up',
    'errors-publish',
    'found-by-sweep',
    'grace-period-failed',
    'grace-period-timed-out',
    'lateness',
    'no-user-matches',
    `silence-${DRY}`,
    `silence-${ENFORCED}`,
    'sweep-failed',
    'sweep-not-started',
    'sweep-timed-out',
  ]);
});

test('every alarm is mailed to the administrators', () => {
  const administrators = [{ Ref: idOf('AWS::SNS::Topic', 'TopicsAdministrators') }];
  for (const { AlarmActions } of alarms.values()) expect(AlarmActions).toEqual(administrators);
});

test('the topic accepts these alarms, but none of another account', () => {
  const policy = resourcesOf(hub, 'AWS::SNS::TopicPolicy').find(([id]) =>
    id.startsWith('TopicsAdministrators'),
  );
  expect(policy?.[1].Properties).toMatchObject({
    PolicyDocument: {
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:us-west-2:${HUB}:alarm:tag-enforcement-*` },
            StringEquals: { 'aws:SourceAccount': HUB },
          },
        }),
      ]),
    },
  });
});

const one = { EvaluationPeriods: 1, Statistic: 'Sum', TreatMissingData: 'notBreaching' };
const above = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, Period: 300 };
const machine = (name: string) => `arn:aws:states:us-west-2:${HUB}:stateMachine:tag-enforcement-${name}`;

describe('an alarm goes off', () => {
  test.each([
    ['grace-period-failed', 'ExecutionsFailed', machine('GracePeriod')],
    ['grace-period-timed-out', 'ExecutionsTimedOut', machine('GracePeriod')],
    ['sweep-failed', 'ExecutionsFailed', machine('Sweep')],
    ['sweep-timed-out', 'ExecutionsTimedOut', machine('Sweep')],
    ['breaker-failed', 'ExecutionsFailed', machine('Breaker')],
    ['breaker-timed-out', 'ExecutionsTimedOut', machine('Breaker')],
  ])('at an execution: %s', (name, MetricName, Value) => {
    expect(alarms.get(name)).toMatchObject({
      ...one,
      ...above,
      Namespace: 'AWS/States',
      MetricName,
      Dimensions: [{ Name: 'StateMachineArn', Value }],
    });
  });

  test.each([
    ['acts-failed', 'Failed', 'notice', 300],
    // Longer than the ten minutes between sweeps: each sweep counts the same again, and the alarm must stay on.
    ['found-by-sweep', 'FoundBySweep', 'sweep', 1800],
    ['breaker-open', 'HeldByBreaker', 'sweep', 1800],
    ['no-user-matches', 'InvalidSpared', 'notice', 1800],
  ])('at one in any account: %s', (name, MetricName, Value, Period) => {
    expect(alarms.get(name)).toMatchObject({
      ...one,
      ...above,
      Period,
      Namespace: 'TagEnforcement',
      MetricName,
      Dimensions: [{ Name: 'service', Value }],
    });
  });

  test('at one dead letter', () => {
    expect(alarms.get('dead-letters-launch-queue')).toMatchObject({
      ...one,
      ...above,
      Statistic: 'Maximum',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'IntakeLaunchQueueDeadLetters'), 'QueueName'] },
        },
      ],
    });
  });

  test('at an error of a function whose errors no execution shows', () => {
    expect(alarms.get('errors-look-up')).toMatchObject({
      ...one,
      ...above,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: idOf('AWS::Lambda::Function', 'LookUpFunction') } }],
    });
  });

  test('two minutes after a deadline', () => {
    expect(alarms.get('lateness')).toMatchObject({
      MetricName: 'TerminationLateness',
      Statistic: 'Maximum',
      Threshold: 120,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  const nothing = { ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' };

  test('after a day without any record of an account', () => {
    expect(alarms.get(`silence-${DRY}`)).toMatchObject({
      ...nothing,
      AlarmDescription: expect.stringContaining(`from sandbox (${DRY})`),
      MetricName: 'Records',
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 24,
      Dimensions: [
        { Name: 'account', Value: DRY },
        { Name: 'service', Value: 'sessions' },
      ],
    });
  });

  test('after an hour without a sweep', () => {
    expect(alarms.get('sweep-not-started')).toMatchObject({
      ...nothing,
      MetricName: 'ExecutionsStarted',
      Period: 3600,
      EvaluationPeriods: 1,
    });
  });
});
