import { expect } from '@jest/globals';
import * as z from 'zod';
import { StateMachines } from '../../local/aws/state-machines.ts';
import type { Iam } from '../../local/iam/iam.ts';
import { inVirtualTime } from '../../local/virtual-clock.ts';
import { aServiceObserver } from '../local/aws/a-service-observer.ts';
import type { Aws } from './aws.ts';
import { functionArn, functionRoleArn } from './stacks.ts';
import { withDefinition } from './with-definition.ts';

const NOTICE = functionArn('notice');

/** One state that waits for a function, instead of a grace period's ten minutes. The test decides when it ends. */
const DEFINITION = {
  StartAt: 'Only',
  States: {
    Only: {
      Type: 'Task',
      Resource: NOTICE,
      Parameters: { 'name.$': '$$.Execution.Name', 'input.$': '$' },
      End: true,
    },
  },
};
const Asked = z.object({ name: z.string(), input: z.unknown() });

type Execution = {
  readonly inputs: unknown[];
  readonly answer: PromiseWithResolvers<null>;
  readonly ended: PromiseWithResolvers<void>;
};

/** The embedded Step Functions. Inputs are taken from the one step of each execution. */
export const embeddedExecutions = (
  iam: Iam,
): Pick<Aws, 'startExecution' | 'inputsOf' | 'end' | 'fail'> &
  Pick<StateMachines, 'openExecutions' | 'failedExecutions' | 'startNotice'> => {
  const executions = new Map<string, Execution>();
  const named = (name: string): Execution => {
    const known = executions.get(name) ?? {
      inputs: [],
      answer: Promise.withResolvers<null>(),
      ended: Promise.withResolvers<void>(),
    };
    executions.set(name, known);
    return known;
  };
  const machines = new StateMachines(withDefinition(DEFINITION), {
    iam,
    queues: { arnOf: () => undefined, send: () => {} },
    functions: {
      nameOf: () => 'notice',
      invoke: async (_arn, event) => {
        const { name, input } = Asked.parse(event);
        const { inputs, answer } = named(name);
        inputs.push(input);
        return answer.promise;
      },
    },
    observer: aServiceObserver({
      succeeded: (name) => named(name).ended.resolve(),
      failed: (name, error) => named(name).ended.reject(error),
    }),
  });
  return {
    openExecutions: machines.openExecutions,
    failedExecutions: machines.failedExecutions,
    startNotice: machines.startNotice,
    // Time stands still from here on, so no state times out.
    startExecution: (stateMachineArn) => (name, input) =>
      inVirtualTime(Date.now(), async (clock) => {
        await machines.start(functionRoleArn('intake'))(stateMachineArn)(name, input);
        await clock.until(Date.now());
      }),
    inputsOf: async (name) => executions.get(name)?.inputs ?? [],
    end: async (name) => {
      const { answer, ended } = named(name);
      answer.resolve(null);
      await ended.promise;
    },
    fail: async (name) => {
      const { answer, ended } = named(name);
      answer.reject(new Error('the function fails'));
      await expect(ended.promise).rejects.toThrow();
    },
  };
};
