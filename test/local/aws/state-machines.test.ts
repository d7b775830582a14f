import { describe, expect, test } from '@jest/globals';
import { StateMachines } from '../../../local/aws/state-machines.ts';
import { Topics } from '../../../local/aws/topics.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';

const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:check';
const MACHINE = 'arn:aws:states:us-west-2:123456789012:stateMachine:machine';

const task = (more: object) => ({
  Type: 'Task',
  Resource: FUNCTION,
  Parameters: { 'attempt.$': '$$.State.RetryCount', 'at.$': '$$.State.EnteredTime' },
  Retry: [
    { ErrorEquals: ['Flaky'], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 4, JitterStrategy: 'FULL' },
  ],
  ...more,
});

const stackOf = (definition: object) => ({
  name: 'Hub',
  accountId: '123456789012',
  region: 'us-west-2',
  template: {
    Resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          StateMachineName: 'machine',
          DefinitionString: JSON.stringify(definition),
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'role',
          AssumeRolePolicyDocument: { Statement: [] },
          Policies: [
            {
              PolicyDocument: {
                Statement: {
                  Effect: 'Allow',
                  Action: ['lambda:InvokeFunction', 'states:StartExecution'],
                  Resource: [FUNCTION, MACHINE],
                },
              },
            },
          ],
        },
      },
    },
  },
});

/** Runs an execution on a function; gives the function's events, and how the execution ended. */
const execute = (definition: object, answer: (call: number) => unknown, starts = 1) =>
  inVirtualTime(0, async (clock) => {
    const stacks = [stackOf(definition)];
    const events: unknown[] = [];
    const ends: unknown[] = [];
    const machines = new StateMachines(stacks, {
      iam: new Iam(stacks),
      topics: new Topics(stacks),
      functions: {
        nameOf: (arn) => (arn === FUNCTION ? 'check' : undefined),
        invoke: async (_arn, event) => {
          events.push(event);
          return answer(events.length);
        },
      },
      witness: {
        compliant: () => {},
        graceStarted: () => {},
        noticed: () => {},
        published: () => {},
        succeeded: () => ends.push('succeeded'),
        failed: (_execution, error) => ends.push(error),
      },
    });
    const start = machines.start('arn:aws:iam::123456789012:role/role')(MACHINE);
    const input = {
      launch: {
        accountId: '123456789012',
        region: 'us-west-2',
        key: { filter: 'reservation-id', value: 'r-1' } as const,
        eventTime: '1970-01-01T00:00:00Z',
        eventId: null,
        launcher: { userName: null, description: '' },
        instanceIds: [],
      },
      account: { name: 'a', mode: 'enforce' } as const,
      warnAt: '1970-01-01T00:02:00Z',
    };
    for (let count = 0; count < starts; count += 1) await start('one', input);
    await clock.toTheEnd();
    return { events, ends };
  });

const flakyUntil = (success: number) => (call: number) => {
  if (call < success) throw Object.assign(new Error('not yet'), { name: 'Flaky' });
  return {};
};

describe('an execution', () => {
  test('retries as defined, jitter at its middle, and tells the state its time and its retries', async () => {
    const definition = {
      StartAt: 'First',
      States: { First: task({ Next: 'Second' }), Second: task({ End: true }) },
    };
    const { events, ends } = await execute(definition, flakyUntil(3));
    expect(events).toEqual([
      { attempt: 0, at: '1970-01-01T00:00:00.000Z' },
      { attempt: 1, at: '1970-01-01T00:00:02.500Z' },
      { attempt: 2, at: '1970-01-01T00:00:07.500Z' },
      { attempt: 0, at: '1970-01-01T00:00:07.500Z' },
    ]);
    expect(ends).toEqual(['succeeded']);
  });

  test('of a name that is taken is not started again', async () => {
    const definition = { StartAt: 'Only', States: { Only: task({ End: true }) } };
    expect((await execute(definition, () => ({}), 2)).events).toHaveLength(1);
  });

  test("catches a function's error by its name, with Lambda's cause", async () => {
    const definition = {
      StartAt: 'First',
      States: {
        First: task({
          Retry: [],
          Catch: [{ ErrorEquals: ['Flaky'], ResultPath: '$.failure', Next: 'Second' }],
          End: true,
        }),
        Second: task({ Parameters: { 'failure.$': '$.failure' }, End: true }),
      },
    };
    const { events } = await execute(definition, flakyUntil(2));
    expect(events[1]).toEqual({
      failure: { Error: 'Flaky', Cause: JSON.stringify({ errorType: 'Flaky', errorMessage: 'not yet' }) },
    });
  });

  test('fails at a state that is too large, which nothing catches', async () => {
    const definition = {
      StartAt: 'Only',
      States: {
        Only: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Rescue' }], End: true }),
        Rescue: { Type: 'Succeed' },
      },
    };
    const { ends } = await execute(definition, () => 'x'.repeat(262_143));
    expect(ends).toEqual([
      expect.objectContaining({ cause: expect.objectContaining({ name: 'States.DataLimitExceeded' }) }),
    ]);
  });
});
