import {
  DescribeInstancesCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cdk } from './cdk.ts';
import { personTopics } from './check-directory.ts';
import { HUB_REGION, REGIONS, SUB_ACCOUNT_NAMES, type SubAccountName } from './configuration.ts';
import { removeUsers } from './iam-users.ts';
import { INBOX_NAME } from './inbox.ts';
import { CLIENT_TOKEN_PREFIX } from './launch.ts';
import { removeLaunchRole } from './launch-role.ts';
import { READ_ACCOUNTS, removeReadRole } from './read-role.ts';
import type { Target } from './target.ts';

/** Terminates the instances that the tests launched in an account and Region, and nothing else. */
const endInstances = async (target: Target, account: SubAccountName, region: string): Promise<void> => {
  const ec2 = new EC2Client(target.client(account, region));
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: 'client-token', Values: [`${CLIENT_TOKEN_PREFIX}*`] },
        { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
      ],
    }),
  );
  const InstanceIds = Reservations.flatMap(({ Instances = [] }) => Instances).flatMap(
    ({ InstanceId, ClientToken }) =>
      InstanceId && ClientToken?.startsWith(CLIENT_TOKEN_PREFIX) ? [InstanceId] : [],
  );
  for (const InstanceId of InstanceIds) {
    await ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }),
    );
  }
  if (InstanceIds.length > 0) await ec2.send(new TerminateInstancesCommand({ InstanceIds }));
};

/** The topics that `directory` created. They are in no stack. */
const removePersonTopics = async (target: Target): Promise<void> => {
  const sns = new SNSClient(target.client('hub', HUB_REGION));
  for (const TopicArn of await personTopics(target)) await sns.send(new DeleteTopicCommand({ TopicArn }));
};

const removeInbox = async (target: Target): Promise<void> => {
  const sqs = new SQSClient(target.client('hub', HUB_REGION));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: INBOX_NAME }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
};

/**
 * Removes everything from the accounts except what `cdk bootstrap` created.
 *
 * @throws AggregateError of everything that was missing or could not be removed
 */
export const cleanUp = async (target: Target, cdk: Cdk): Promise<void> => {
  const failures: unknown[] = [];
  const tryTo = (remove: Promise<void>): Promise<void> =>
    remove.catch((error: unknown) => {
      failures.push(error);
    });
  for (const account of SUB_ACCOUNT_NAMES) {
    for (const region of REGIONS[account]) await tryTo(endInstances(target, account, region));
  }
  // The stacks go before the users. Otherwise the directory would process their removal.
  await tryTo(cdk.destroy());
  await tryTo(removePersonTopics(target));
  await tryTo(removeUsers(target, 'gateway'));
  for (const account of SUB_ACCOUNT_NAMES) {
    await tryTo(removeUsers(target, account));
    await tryTo(removeLaunchRole(target, account));
  }
  for (const account of READ_ACCOUNTS) await tryTo(removeReadRole(target, account));
  await tryTo(removeInbox(target));
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
};
