import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { BreakerNoticeInput } from '../domain/breaker/notices.ts';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';

/** Starts an execution of a state machine, of GracePeriod if left out. Starting one of the same name again is success. */
export type StartExecution<Input = GracePeriodInput> = (name: string, input: Input) => Promise<void>;

/** The same of the state machine Breaker, which tells of a group that the breaker holds. */
export type StartBreakerNotice = StartExecution<BreakerNoticeInput>;

export const startExecution =
  (stateMachineArn: string, sfn = new SFNClient({})): StartExecution<GracePeriodInput | BreakerNoticeInput> =>
  async (name, input) => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
