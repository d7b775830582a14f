import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';

/** Starts an execution of the state machine GracePeriod. Starting one of the same name again is success. */
export type StartExecution = (name: string, input: GracePeriodInput) => Promise<void>;

export const startExecution =
  (stateMachineArn: string, sfn = new SFNClient({})): StartExecution =>
  async (name, input) => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
