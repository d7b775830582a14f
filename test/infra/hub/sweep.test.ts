import { describe, expect, test } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { SweepInput } from '../../../lambdas/domain/sweep/classify.ts';
import { DRY, ENFORCED, givenTwoAccounts } from '../given-configuration.ts';
import { resourcesOf, synthesizeHub } from '../synthesize.ts';
import { machineOf } from './definition-of.ts';
import { arnOf, hub, idOf } from './the-hub.ts';

const { properties, definition, text } = machineOf(hub, 'Sweep');

const ACCOUNTS = [
  { accountId: DRY, name: 'sandbox', mode: 'dry-run', regions: ['us-east-1'] },
  { accountId: ENFORCED, name: 'pangenomics', mode: 'enforce', regions: ['eu-west-1', 'us-west-2'] },
];

describe('Sweep', () => {
  test('begins with every account as it is configured, and has a timeout', () => {
    expect(definition.StartAt).toBe('Accounts');
    expect(definition.TimeoutSeconds).toBe(75 * 60);
    expect(properties).toMatchObject({
      StateMachineName: 'tag-enforcement-Sweep',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    });
  });

  test('has exactly these states', () => {
    expect(definition.States).toEqual({
      Accounts: { Type: 'Pass', Result: { accounts: ACCOUNTS }, Next: 'SweepAccounts' },
      SweepAccounts: {
        Type: 'Map',
        ItemsPath: '$.accounts',
        ResultPath: '$.swept',
        MaxConcurrency: 40,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'SweepAccount',
          States: {
            SweepAccount: {
              Type: 'Task',
              Resource: '<Sweep>',
              Parameters: {
                'execution.$': '$$.Execution.Name',
                'accountId.$': '$.accountId',
                'name.$': '$.name',
                'mode.$': '$.mode',
                'regions.$': '$.regions',
              },
              ResultSelector: { outcome: 'swept', 'swept.$': '$' },
              Retry: [
                {
                  ErrorEquals: ['States.ALL'],
                  IntervalSeconds: 5,
                  BackoffRate: 2,
                  MaxAttempts: 3,
                  JitterStrategy: 'FULL',
                },
              ],
              Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'NotSwept' }],
              End: true,
            },
            NotSwept: {
              Type: 'Pass',
              Parameters: { outcome: 'not-swept', 'accountId.$': '$.accountId', 'error.$': '$.error' },
              End: true,
            },
          },
        },
        Next: 'FindFailures',
      },
      FindFailures: {
        Type: 'Pass',
        Parameters: { 'anyFailed.$': "States.ArrayContains($.swept[*].outcome, 'not-swept')" },
        Next: 'AnyFailure?',
      },
      'AnyFailure?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.anyFailed', BooleanEquals: true, Next: 'SweepFailed' }],
        Default: 'Swept',
      },
      SweepFailed: { Type: 'Fail', Error: 'SweepFailed', Cause: expect.any(String) },
      Swept: { Type: 'Succeed' },
    });
  });

  /** Runs the synthesized definition; the sweep of the named accounts always fails. */
  const run = async (failing: readonly string[]) => {
    const asked: string[] = [];
    const machine = new StateMachine(
      JSON.parse(text.replaceAll('"IntervalSeconds":5', '"IntervalSeconds":0')),
      {
        validationOptions: { noValidate: true },
      },
    );
    const ended = machine.run(
      {},
      {
        context: { Execution: { Name: 'this-sweep' } },
        overrides: {
          taskResourceLocalHandlers: {
            SweepAccount: async (input) => {
              expect(input).toMatchObject({ execution: 'this-sweep' });
              const { accountId } = SweepInput.parse(input);
              asked.push(accountId);
              if (failing.includes(accountId)) throw new Error('SweepIncomplete');
              return { accountId, found: 0 };
            },
          },
          retryIntervalOverrides: { SweepAccount: 0 },
        },
      },
    );
    const result = await ended.result.then(
      () => 'succeeded',
      (error: Error) => (error.cause instanceof Error ? error.cause.name : error.name),
    );
    return { asked, result };
  };

  test('sweeps all accounts', async () => {
    expect(await run([])).toEqual({ asked: [DRY, ENFORCED], result: 'succeeded' });
  });

  test('goes on if one account fails, tries it four times, and fails at the end', async () => {
    const { asked, result } = await run([DRY]);
    expect(asked.filter((one) => one === DRY)).toHaveLength(4);
    expect(asked.filter((one) => one === ENFORCED)).toHaveLength(1);
    expect(result).toBe('SweepFailed');
  });
});

test('it is started every ten minutes; a start that is ten minutes late is given up', () => {
  const [, { Properties }] = resourcesOf(hub, 'AWS::Events::Rule').find(([id]) =>
    id.startsWith('SweepSchedule'),
  ) ?? ['', { Properties: {} }];
  expect(Properties).toEqual({
    Description: expect.any(String),
    ScheduleExpression: 'rate(10 minutes)',
    State: 'ENABLED',
    Targets: [
      {
        Id: 'Target0',
        Arn: { Ref: idOf('AWS::StepFunctions::StateMachine', 'Sweep') },
        RoleArn: arnOf(idOf('AWS::IAM::Role', 'SweepEventsRole')),
        DeadLetterConfig: { Arn: arnOf(idOf('AWS::SQS::Queue', 'SweepDeadLetters')) },
        RetryPolicy: { MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 3 },
      },
    ],
  });
});

test('the function has time and memory for an account of many instances', () => {
  const [, { Properties }] = resourcesOf(hub, 'AWS::Lambda::Function').find(([id]) =>
    id.startsWith('SweepFunction'),
  ) ?? ['', { Properties: {} }];
  expect(Properties).toMatchObject({ Timeout: 300, MemorySize: 1024 });
});

test('1,000 account-Regions fit into the definition and into a state', () => {
  const subAccounts = Array.from({ length: 59 }, (_, index) => ({
    name: `project number ${index}`,
    accountId: String(100000000000 + index),
  }));
  const large = synthesizeHub({ ...givenTwoAccounts(), subAccounts });
  const { definition: whole, text: all } = machineOf(large, 'Sweep');
  const accounts = JSON.stringify(whole.States.Accounts?.Result);
  expect(accounts.match(/"[a-z]{2}-[a-z]+-\d"/g)).toHaveLength(59 * 17);
  // Step Functions allows a definition of a megabyte, and a state of 256 KB.
  expect(all.length).toBeLessThan(1_000_000);
  expect(accounts.length).toBeLessThan(100_000);
});
