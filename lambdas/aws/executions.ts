import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { BreakerNoticeInput } from '../domain/breaker/notices.ts';
import type { GracePeriodInput } from '../domain/grace-period/input.ts';
import type { Published } from '../domain/mail.ts';

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

/** Tells the execution that waits for a mail what became of it. That it waits no longer is no error. */
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
