import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { BreakerNoticeInput } from '../domain/breaker/notices-due.ts';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';
import type { Published } from '../domain/mail.ts';

/**
 * Starts an execution of a state machine, by default of GracePeriod. If one of this name exists, that is success too.
 */
export type StartExecution<Input = GracePeriodInput> = (name: string, input: Input) => Promise<void>;

/** Starts an execution of the state machine Breaker, which notifies people of a breaker group. */
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

/** Reports the result of a mail to the execution that waits for it. It is no error if that no longer waits. */
export type AnswerTask = (token: string, published: Published) => Promise<'answered' | 'waits-no-longer'>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const WAITS_NO_LONGER = [TaskTimedOut, TaskDoesNotExist, InvalidToken];

export const answerTask =
  (sfn = new SFNClient({})): AnswerTask =>
  async (taskToken, published) => {
    try {
      await sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(published) }));
      return 'answered';
    } catch (error) {
      if (WAITS_NO_LONGER.some((refusal) => error instanceof refusal)) return 'waits-no-longer';
      throw error;
    }
  };
