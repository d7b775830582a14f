import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Aws } from './aws.ts';
import { MOTO_URL } from './moto-url.ts';
import { rootOf } from './root-of.ts';
import { HUB } from './stacks.ts';

/** The Region in which moto interprets state machines: see moto_as_aws.py. */
export const RUNNING_REGION = 'us-east-2';
/** moto's default account. The state machines of every account call the queues of this one. */
const MOTOS_OWN = '123456789012';

const Message = z.object({ token: z.string() });

const definition = (queueUrl: string) =>
  JSON.stringify({
    StartAt: 'Mail',
    States: {
      Mail: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: queueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
        End: true,
      },
    },
  });

/** A state machine with one state, which ends with its answer. */
export const waitForMail: Aws['waitForMail'] = async (name) => {
  const region = RUNNING_REGION;
  const sqs = new SQSClient({ region, credentials: rootOf(MOTOS_OWN), endpoint: MOTO_URL });
  const sfn = new SFNClient({ region, credentials: rootOf(HUB.accountId) });
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const roleArn = `arn:aws:iam::${HUB.accountId}:role/grace-period`;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name, roleArn, definition: definition(QueueUrl) }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const { token } = Message.parse(JSON.parse(Messages[0]?.Body ?? '{}'));
  const answer = async (): Promise<unknown> => {
    const { status, output = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING') return answer();
    return z.json().parse(JSON.parse(output));
  };
  return { token, answer };
};
