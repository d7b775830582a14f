import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { DeleteQueueCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cdk } from './cdk.ts';
import { HUB_REGION, REGIONS, type SubAccountName } from './configuration.ts';
import { INBOX_NAME } from './inbox.ts';
import { CLIENT_TOKEN_PREFIX } from './launch.ts';
import type { Target } from './target.ts';

/** Terminates what the tests launched in an account and Region, and nothing else. */
const endInstances = async (target: Target, account: SubAccountName, region: string): Promise<void> => {
  const ec2 = new EC2Client(target.client(account, region));
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: 'client-token', Values: [`${CLIENT_TOKEN_PREFIX}*`] },
        { Name: 'instance-state-name', Values: ['pending', 'running'] },
      ],
    }),
  );
  const InstanceIds = Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(
    ({ InstanceId, ClientToken }) =>
      InstanceId && ClientToken?.startsWith(CLIENT_TOKEN_PREFIX) ? [InstanceId] : [],
  );
  if (InstanceIds.length > 0) await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
};

/** Leaves nothing in the accounts but what `cdk bootstrap` made. */
export const cleanUp = async (
  target: Target,
  cdk: Cdk,
  subAccounts: readonly SubAccountName[],
): Promise<void> => {
  for (const account of subAccounts) {
    for (const region of REGIONS[account]) await endInstances(target, account, region);
  }
  await cdk.destroy();
  const sqs = new SQSClient(target.client('hub', HUB_REGION));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: INBOX_NAME }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
};
