import {
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Published } from '../domain/notice/mail.ts';

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
