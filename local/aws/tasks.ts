import * as z from 'zod';
import { FunctionFailed, TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import type { Task } from './definition.ts';
import type { Functions } from './functions.ts';
import type { Queues } from './queues.ts';
import type { ServiceObserver } from './service-observer.ts';
import type { TaskTokens } from './task-tokens.ts';

/** Runs a Task for an execution and returns its answer. */
export type RunTask = (input: unknown, execution: string) => Promise<unknown>;

/** The services that Tasks call. */
export type TaskServices = {
  readonly iam: Pick<Iam, 'require'>;
  readonly functions: Pick<Functions, 'nameOf' | 'invoke'>;
  readonly queues: Pick<Queues, 'arnOf' | 'send'>;
  readonly tokens: TaskTokens;
  readonly observer: Pick<ServiceObserver, 'attributed' | 'noticed'>;
};

const SEND_AND_WAIT = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
const SendMessage = z.object({ QueueUrl: z.string(), MessageBody: z.unknown() });

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
const sendAndWait =
  ({ timeoutSeconds }: Task, roleArn: string, { iam, queues, tokens }: TaskServices): RunTask =>
  async (input) => {
    const { QueueUrl, MessageBody } = SendMessage.parse(input);
    const queueArn = queues.arnOf(QueueUrl);
    const body = typeof MessageBody === 'string' ? MessageBody : JSON.stringify(MessageBody);
    const token = tokens.in(body);
    if (!queueArn)
      throw new TemplateNotUnderstood('the hub', `the queue ${QueueUrl}, which it does not hold`);
    if (!token)
      throw new TemplateNotUnderstood('the hub', 'a message without the task token that its Task waits for');
    iam.require(roleArn, 'sqs:SendMessage', queueArn);
    const answer = tokens.wait(token, timeoutSeconds);
    queues.send(queueArn, body);
    return answer;
  };

const invoke =
  (functionArn: string, roleArn: string, { iam, functions, observer }: TaskServices): RunTask =>
  async (input, execution) => {
    iam.require(roleArn, 'lambda:InvokeFunction', functionArn);
    const answer = await functions.invoke(functionArn, input).catch((error: unknown) => {
      throw new FunctionFailed(error);
    });
    const name = functions.nameOf(functionArn);
    if (name === 'attribute') observer.attributed(execution, answer);
    if (name === 'notice') observer.noticed(execution, input, answer);
    return answer;
  };

/**
 * The call that a Task of a definition makes, as the state machine's role.
 *
 * @throws TemplateNotUnderstood for a Resource that the embedded Step Functions does not know
 */
export const taskOf = (task: Task, roleArn: string, services: TaskServices): RunTask => {
  if (task.resource === SEND_AND_WAIT) return sendAndWait(task, roleArn, services);
  if (services.functions.nameOf(task.resource)) return invoke(task.resource, roleArn, services);
  throw new TemplateNotUnderstood('the hub', `a Task with the Resource ${task.resource}`);
};
