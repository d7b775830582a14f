import { describe, expect, test } from '@jest/globals';
import { givenTwoAccounts } from '../given-configuration.ts';
import { expectStack, synthesize } from '../synthesize.ts';
import { machineOf } from './definition-of.ts';

const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');
const { properties: machine, definition } = machineOf(hub, 'GracePeriod');

const expectState = (name: string): Record<string, unknown> => {
  const state = definition.States[name];
  if (!state) throw new Error(`no state ${name}`);
  return state;
};

const retry = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 5,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 120,
  JitterStrategy: 'FULL',
};
const retrySoon = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 4,
  JitterStrategy: 'FULL',
};
const shortRetry = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxAttempts: 2,
  JitterStrategy: 'FULL',
};
const catchAll = (ResultPath: string, Next: string) => ({ ErrorEquals: ['States.ALL'], ResultPath, Next });
const notTaken = (mail: number) => ({
  And: [
    { Variable: `$.published[${mail}]`, IsPresent: true },
    { Variable: `$.published[${mail}].messageId`, IsNull: true },
  ],
});
const absentOrNotTaken = (mail: number) => ({
  Or: [{ Not: { Variable: `$.published[${mail}]`, IsPresent: true } }, notTaken(mail)],
});
const attribute = (Next: string) => ({
  Type: 'Task',
  Resource: '<Attribute>',
  TimeoutSeconds: 50,
  ResultPath: '$.launcher',
  Retry: [shortRetry],
  Catch: [catchAll('$.notAttributed', Next)],
  Next,
});
const execution = { 'execution.$': '$$.Execution.Name' };
const launch = { 'accountId.$': '$.launch.accountId', 'region.$': '$.launch.region' };

describe('GracePeriod', () => {
  test('starts by keeping its name, and times out three hours after its last wait', () => {
    expect(definition.StartAt).toBe('KeepExecutionName');
    expect(definition.TimeoutSeconds).toBe((10 + 3 + 180) * 60);
  });

  test.each<[string, object]>([
    [
      'KeepExecutionName',
      {
        Type: 'Pass',
        InputPath: '$$.Execution.Name',
        ResultPath: '$.execution',
        Next: 'Attribute',
      },
    ],
    ['Attribute', attribute('WaitForWarning')],
    ['WaitForWarning', { Type: 'Wait', TimestampPath: '$.warnAt', Next: 'Check' }],
    [
      'Check',
      {
        Type: 'Task',
        Resource: '<Check>',
        TimeoutSeconds: 150,
        Parameters: { ...execution, 'redrives.$': '$$.Execution.RedriveCount', 'state.$': '$' },
        ResultPath: '$.check',
        Retry: [retry],
        Catch: [catchAll('$.check', 'NotChecked')],
        Next: 'AnyToRepair?',
      },
    ],
    [
      'NotChecked',
      {
        Type: 'Pass',
        InputPath: '$$.State.EnteredTime',
        ResultPath: '$.notCheckedAt',
        Next: 'AttributeAgain',
      },
    ],
    [
      'AnyToRepair?',
      {
        Type: 'Choice',
        Choices: [{ Variable: '$.check.toRepair[0]', IsPresent: true, Next: 'Repair' }],
        Default: 'AnyToTerminate?',
      },
    ],
    [
      'Repair',
      {
        Type: 'Task',
        Resource: '<Repair>',
        TimeoutSeconds: 90,
        Parameters: {
          ...execution,
          ...launch,
          'checkedAt.$': '$.check.checkedAt',
          'orders.$': '$.check.toRepair',
        },
        ResultPath: '$.check.repair',
        Retry: [retrySoon],
        Catch: [catchAll('$.check.repair', 'AnyToTerminate?')],
        Next: 'AnyRepairRefused?',
      },
    ],
    [
      'AnyRepairRefused?',
      {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.check.repair[0].result', IsPresent: true },
              { Variable: '$.check.repair[0].result', StringEquals: 'refused' },
              { Variable: '$.check.until', IsNull: true },
              { Not: { Variable: '$.repairRefused', IsPresent: true } },
            ],
            Next: 'MarkRepairRefused',
          },
        ],
        Default: 'AnyToTerminate?',
      },
    ],
    [
      'MarkRepairRefused',
      { Type: 'Pass', Result: true, ResultPath: '$.repairRefused', Next: 'WaitAfterRefusedRepair' },
    ],
    ['WaitAfterRefusedRepair', { Type: 'Wait', Seconds: 10, Next: 'Check' }],
    [
      'AnyToTerminate?',
      {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.notEnded', IsPresent: true },
              { Variable: '$.check.toTerminate[0]', IsPresent: true },
            ],
            Next: 'AttributeAgain',
          },
          { Variable: '$.check.toTerminate[0]', IsPresent: true, Next: 'Terminate' },
        ],
        Default: 'AttributeAgain',
      },
    ],
    [
      'Terminate',
      {
        Type: 'Task',
        Resource: '<Terminate>',
        TimeoutSeconds: 150,
        Parameters: {
          ...execution,
          'attempt.$': '$$.State.RetryCount',
          'redrives.$': '$$.Execution.RedriveCount',
          'state.$': '$',
        },
        ResultPath: '$.terminations',
        Retry: [
          { ErrorEquals: ['StaleVerdict', 'AnswerLost', 'AccountNotEnforced'], MaxAttempts: 0 },
          {
            ErrorEquals: ['States.ALL'],
            IntervalSeconds: 2,
            BackoffRate: 2,
            MaxAttempts: 4,
            JitterStrategy: 'FULL',
          },
        ],
        Catch: [
          { ErrorEquals: ['StaleVerdict'], ResultPath: '$.stale', Next: 'AlreadyRechecked?' },
          { ErrorEquals: ['AnswerLost'], ResultPath: '$.answerLost', Next: 'AlreadyRechecked?' },
          {
            ErrorEquals: ['AccountNotEnforced'],
            ResultPath: '$.notEnforced',
            Next: 'WaitBeforeRecheck',
          },
          catchAll('$.notEnded', 'Check'),
        ],
        Next: 'AnyUnfinished?',
      },
    ],
    [
      'AnyUnfinished?',
      {
        Type: 'Choice',
        Choices: [{ Variable: '$.terminations.unfinished[0]', IsPresent: true, Next: 'WaitBeforeRecheck' }],
        Default: 'AttributeAgain',
      },
    ],
    ['WaitBeforeRecheck', { Type: 'Wait', Seconds: 10, Next: 'Check' }],
    [
      'AlreadyRechecked?',
      {
        Type: 'Choice',
        Choices: [{ Variable: '$.rechecked', IsPresent: true, Next: 'AbandonTermination' }],
        Default: 'MarkRechecked',
      },
    ],
    ['MarkRechecked', { Type: 'Pass', Result: true, ResultPath: '$.rechecked', Next: 'Check' }],
    [
      'AbandonTermination',
      {
        Type: 'Pass',
        Result: { Error: 'TooSlow', Cause: expect.any(String) },
        ResultPath: '$.notEnded',
        Next: 'Check',
      },
    ],
    ['AttributeAgain', attribute('Notice')],
    [
      'Notice',
      {
        Type: 'Task',
        Resource: '<Notice>',
        TimeoutSeconds: 60,
        ResultPath: '$.notice',
        Retry: [{ ErrorEquals: ['StaleRound'], MaxAttempts: 0 }, retry],
        Catch: [{ ErrorEquals: ['StaleRound'], ResultPath: '$.stale', Next: 'Check' }],
        Next: 'Publish',
      },
    ],
    [
      'Publish',
      {
        Type: 'Map',
        ItemsPath: '$.notice.mails',
        ResultPath: '$.published',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'PublishMail',
          States: {
            PublishMail: {
              Type: 'Task',
              Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
              Parameters: {
                QueueUrl: '<MailQueue>',
                MessageBody: { 'token.$': '$$.Task.Token', 'mail.$': '$' },
              },
              TimeoutSeconds: 360,
              Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }, retrySoon],
              Catch: [{ ErrorEquals: ['States.ALL'], Next: 'NotPublished' }],
              End: true,
            },
            NotPublished: { Type: 'Pass', Result: { messageId: null }, End: true },
          },
        },
        Next: 'Published',
      },
    ],
    [
      'Published',
      { Type: 'Pass', InputPath: '$$.State.EnteredTime', ResultPath: '$.publishedAt', Next: 'AnyFailure?' },
    ],
    [
      'AnyFailure?',
      {
        Type: 'Choice',
        Choices: [
          { Variable: '$.check.Error', IsPresent: true, Next: 'CheckFailed' },
          { Variable: '$.notEnded', IsPresent: true, Next: 'TerminationFailed' },
        ],
        Default: 'AnotherRound?',
      },
    ],
    ['CheckFailed', { Type: 'Fail', Error: 'CheckFailed', Cause: expect.any(String) }],
    ['TerminationFailed', { Type: 'Fail', Error: 'TerminationFailed', Cause: expect.any(String) }],
    [
      'AnotherRound?',
      {
        Type: 'Choice',
        Choices: [
          {
            And: [
              { Variable: '$.check.until', IsNull: true },
              { And: [notTaken(0), absentOrNotTaken(1), absentOrNotTaken(2)] },
            ],
            Next: 'NotificationFailed',
          },
          { Variable: '$.check.until', IsNull: true, Next: 'Outcomes' },
        ],
        Default: 'NextRound',
      },
    ],
    ['NotificationFailed', { Type: 'Fail', Error: 'NotificationFailed', Cause: expect.any(String) }],
    [
      'NextRound',
      {
        Type: 'Pass',
        Result: { results: [], unfinished: [], ifGone: [] },
        ResultPath: '$.terminations',
        Next: 'WaitForDeadline',
      },
    ],
    ['WaitForDeadline', { Type: 'Wait', TimestampPath: '$.check.until', Next: 'Check' }],
    ['Outcomes', { Type: 'Pass', Parameters: { 'outcomes.$': '$.notice.outcomes' }, End: true }],
  ])('%s', (name, expected) => {
    expect(expectState(name)).toEqual(expected);
  });

  test('has no other state', () => {
    expect(Object.keys(definition.States)).toHaveLength(29);
  });

  test('is a Standard state machine that logs everything and is traced', () => {
    expect(machine).toMatchObject({
      StateMachineName: 'tag-enforcement-GracePeriod',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: {
        Level: 'ALL',
        IncludeExecutionData: true,
        Destinations: [
          {
            CloudWatchLogsLogGroup: {
              LogGroupArn: { 'Fn::GetAtt': [expect.stringMatching(/^GracePeriodLogs/), 'Arn'] },
            },
          },
        ],
      },
      TracingConfiguration: { Enabled: true },
    });
  });
});
