import * as z from 'zod';
import { StateMachines } from '../../local/aws/state-machines.ts';
import type { Iam } from '../../local/iam/iam.ts';
import { resourcesOf } from '../../local/template/resources.ts';
import type { Stack } from '../../local/template/template.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import type { Aws } from './aws.ts';
import { functionRoleArn, STACKS } from './stacks.ts';

const LambdaFunction = z.object({ Role: z.string() });

const functionArn = resourcesOf(STACKS, 'AWS::Lambda::Function', LambdaFunction).find(
  ({ properties }) => properties.Role === functionRoleArn('notice'),
)?.arn;

/** One state that hands its input to the function notice, in place of a grace period's ten minutes. */
const DEFINITION = JSON.stringify({
  StartAt: 'Only',
  States: { Only: { Type: 'Task', Resource: functionArn, End: true } },
});

const withShortMachine = (stacks: readonly Stack[]): Stack[] =>
  stacks.map((stack) => {
    const resources = Object.entries(stack.template.Resources).map(([id, resource]) => {
      if (resource.Type !== 'AWS::StepFunctions::StateMachine') return [id, resource];
      return [id, { ...resource, Properties: { ...resource.Properties, DefinitionString: DEFINITION } }];
    });
    return { ...stack, template: { Resources: Object.fromEntries(resources) } };
  });

/** The embedded Step Functions, which keeps no list of executions: each is seen in its one step. */
export const embeddedExecutions = (iam: Iam): Pick<Aws, 'startExecution' | 'inputsOf'> => {
  const seen: { readonly name: string; readonly input: unknown }[] = [];
  const machines = new StateMachines(withShortMachine(STACKS), {
    iam,
    queues: { arnOf: () => undefined, send: () => {} },
    functions: { nameOf: () => 'notice', invoke: async () => null },
    witness: {
      compliant: () => {},
      graceStarted: () => {},
      attributed: () => {},
      noticed: (name, input) => seen.push({ name, input }),
      published: () => {},
      succeeded: () => {},
      failed: (_name, error) => {
        throw error;
      },
    },
  });
  return {
    startExecution: (stateMachineArn) => (name, input) =>
      inVirtualTime(Date.now(), async (clock) => {
        await machines.start(functionRoleArn('intake'))(stateMachineArn)(name, input);
        await clock.toTheEnd();
      }),
    inputsOf: async (executionName) =>
      seen.filter(({ name }) => name === executionName).map(({ input }) => input),
  };
};
