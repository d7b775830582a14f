import { StateMachines } from '../../../local/aws/state-machines.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { inVirtualTime } from '../../../local/virtual-clock.ts';
import { aServiceObserver } from './a-service-observer.ts';

/** The function that Tasks of a test call. */
export const FUNCTION = 'arn:aws:lambda:us-west-2:123456789012:function:check';
export const QUEUE_URL = 'https://sqs.us-west-2.amazonaws.com/123456789012/mails';
const QUEUE = 'arn:aws:sqs:us-west-2:123456789012:mails';
export const ROLE = 'arn:aws:iam::123456789012:role/role';
const MACHINE = 'arn:aws:states:us-west-2:123456789012:stateMachine:machine';

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
                  Action: [
                    'lambda:InvokeFunction',
                    'sqs:SendMessage',
                    'states:StartExecution',
                    'states:SendTaskSuccess',
                  ],
                  Resource: [FUNCTION, MACHINE, QUEUE],
                },
              },
            },
          ],
        },
      },
    },
  },
});

/** Runs an execution with a function. Returns the function's events, and how the execution ended. */
export const execute = (
  definition: object,
  answer: (call: number) => unknown,
  starts = 1,
  send: (body: string, machines: StateMachines) => void = () => {},
) =>
  inVirtualTime(0, async (clock) => {
    const stacks = [stackOf(definition)];
    const events: unknown[] = [];
    const ends: unknown[] = [];
    const machines: StateMachines = new StateMachines(stacks, {
      iam: new Iam(stacks),
      queues: {
        arnOf: (url) => (url === QUEUE_URL ? QUEUE : undefined),
        send: (_arn, body) => send(body, machines),
      },
      functions: {
        nameOf: (arn) => (arn === FUNCTION ? 'check' : undefined),
        invoke: async (_arn, event) => {
          events.push(event);
          return answer(events.length);
        },
      },
      observer: aServiceObserver({
        succeeded: () => ends.push('succeeded'),
        failed: (_execution, error) => ends.push(error),
      }),
    });
    const start = machines.start(ROLE)(MACHINE);
    const input = {
      launch: {
        accountId: '123456789012',
        region: 'us-west-2',
        key: { filter: 'reservation-id', value: 'r-1' } as const,
        eventTime: '1970-01-01T00:00:00Z',
        eventId: null,
        launcher: { userName: null, description: '', evidence: null },
        instanceIds: [],
      },
      cause: 'launch' as const,
      account: { name: 'a', mode: 'enforce' } as const,
      warnAt: '1970-01-01T00:02:00Z',
    };
    for (let count = 0; count < starts; count += 1) await start('one', input);
    await clock.toTheEnd();
    return { events, ends };
  });
