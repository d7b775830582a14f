import { EC2Client } from '@aws-sdk/client-ec2';
import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { readAttachmentsIn, tagAttachments } from '../../lambdas/aws/attachments.ts';
import { assumeRole } from '../../lambdas/aws/credentials.ts';
import { ec2In, readsOf } from '../../lambdas/aws/ec2.ts';
import {
  removeProtection,
  spotRequestsIn,
  stopInstances,
  terminateInstances,
} from '../../lambdas/aws/ec2-changes.ts';
import { tagInstances } from '../../lambdas/aws/ec2-tags.ts';
import { readAccountIn } from '../../lambdas/aws/read-account.ts';
import { readInstancesIn } from '../../lambdas/aws/read-instances.ts';
import { type Aws, NEVER_CONFIRMING } from './aws.ts';
import { motoClients, stsOf } from './moto-clients.ts';
import { motoExecutions } from './moto-executions.ts';
import { MOTO_URL } from './moto-url.ts';
import { motoUserActions } from './moto-user-actions.ts';
import { waitForMail } from './moto-waiting.ts';
import { rootOf } from './root-of.ts';
import { HUB, variable } from './stacks.ts';

/** An administrator of the hub. */
const settings = { region: HUB.region, credentials: rootOf(HUB.accountId) };

const confirm = async (TopicArn: string, address: string): Promise<void> => {
  if (address === NEVER_CONFIRMING) return;
  const sns = new SNSClient(settings);
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: address }));
};

const setPause = async (Value: string): Promise<void> => {
  const ssm = new SSMClient(settings);
  await ssm.send(new PutParameterCommand({ Name: PAUSE_PARAMETER_NAME, Value, Overwrite: true }));
};

/** Receives messages. SQS shows a message to one reader at a time. */
const questions = async (): Promise<unknown[]> => {
  const sqs = new SQSClient({ ...settings, endpoint: MOTO_URL });
  const QueueUrl = variable('attribute', 'LOOK_UP_QUEUE_URL');
  const taken: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return taken;
    taken.push(...Messages.map(({ Body = '' }) => z.json().parse(JSON.parse(Body))));
  }
};

/** moto, through the clients of lambdas/aws with the SDK over HTTP. */
export const motoAws = (): Aws => ({
  ec2Clients: (of) => {
    const sts = stsOf(of);
    const actingAs = (roleName: string) => ec2In(assumeRole(roleName, of, sts));
    return {
      readInstancesIn: (roleName) => readInstancesIn(actingAs(roleName)),
      readAccountIn: (roleName) => readAccountIn(actingAs(roleName)),
      tagInstances: (roleName) => tagInstances(assumeRole(roleName, of, sts)),
      terminateInstances: (roleName) => terminateInstances(actingAs(roleName)),
      stopInstances: (roleName) => stopInstances(actingAs(roleName)),
      removeProtection: (roleName) => removeProtection(actingAs(roleName)),
      spotRequestsIn: (roleName) => spotRequestsIn(actingAs(roleName)),
      readAttachmentsIn: (roleName) => readAttachmentsIn(actingAs(roleName)),
      tagAttachments: (roleName) => tagAttachments(actingAs(roleName)),
    };
  },
  clients: motoClients,
  ec2: async ({ accountId, region }) => readsOf(new EC2Client({ region, credentials: rootOf(accountId) })),
  ...motoExecutions(),
  ...motoUserActions,
  waitForMail,
  questions,
  confirm,
  setPause,
});
