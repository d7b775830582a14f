import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { SubAccountName } from './configuration.ts';
import type { ClientOptions, Target } from './target.ts';

/** An instance as DescribeInstances shows it. */
export type InstanceNow = {
  readonly instanceId: string;
  readonly ended: boolean;
  readonly stopped: boolean;
  readonly tags: Readonly<Record<string, string>>;
};

/** Every instance of an account and Region. */
export const readInstances = async (
  target: Target,
  account: SubAccountName,
  region: string,
): Promise<readonly InstanceNow[]> => {
  const { Reservations = [] } = await new EC2Client(target.client(account, region)).send(
    new DescribeInstancesCommand({}),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances).map(
    ({ InstanceId = '', State, Tags = [] }) => ({
      instanceId: InstanceId,
      ended: State?.Name === 'shutting-down' || State?.Name === 'terminated',
      stopped: State?.Name === 'stopping' || State?.Name === 'stopped',
      tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    }),
  );
};

/** Writes a tag on an instance, as its launcher does. */
export const tagInstance = async (
  client: ClientOptions,
  instanceId: string,
  [Key, Value]: readonly [string, string],
): Promise<void> => {
  await new EC2Client(client).send(
    new CreateTagsCommand({ Resources: [instanceId], Tags: [{ Key, Value }] }),
  );
};

/** Removes a tag from instances in one call. */
export const untagInstances = async (
  client: ClientOptions,
  instanceIds: readonly string[],
  Key: string,
): Promise<void> => {
  await new EC2Client(client).send(new DeleteTagsCommand({ Resources: [...instanceIds], Tags: [{ Key }] }));
};
