import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { stateMachineArn } from '../../infra/names.ts';
import { startExecution } from '../../lambdas/aws/executions.ts';
import type { Aws } from './aws.ts';
import { credentialsOf } from './moto-clients.ts';
import { rootOf } from './root-of.ts';
import { HUB } from './stacks.ts';

const arnOf = (executionName: string): string =>
  `${stateMachineArn(HUB).replace(':stateMachine:', ':execution:')}:${executionName}`;

/** moto's Step Functions. Its executions do nothing: each runs until somebody stops it. */
export const motoExecutions = (): Pick<Aws, 'startExecution' | 'inputsOf' | 'end' | 'fail'> => {
  const asIntake = new SFNClient({ region: HUB.region, credentials: credentialsOf('intake') });
  const asSomebody = new SFNClient({ region: HUB.region, credentials: rootOf(HUB.accountId) });
  const stop = async (executionName: string): Promise<void> => {
    await asSomebody.send(new StopExecutionCommand({ executionArn: arnOf(executionName) }));
  };
  return {
    startExecution: (arn) => startExecution(arn, asIntake),
    inputsOf: async (executionName) => {
      const executionArn = arnOf(executionName);
      try {
        const { input = '' } = await asSomebody.send(new DescribeExecutionCommand({ executionArn }));
        return [z.json().parse(JSON.parse(input))];
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return [];
        throw error;
      }
    },
    end: stop,
    // An aborted execution counts as failed.
    fail: stop,
  };
};
