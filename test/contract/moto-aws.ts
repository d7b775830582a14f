import { randomUUID } from 'node:crypto';
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
} from '@aws-sdk/client-auto-scaling';
import { EC2Client, ModifyInstanceAttributeCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ConfirmSubscriptionCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { stateMachineArn } from '../../infra/names.ts';
import { assumeRole } from '../../lambdas/aws/assume-role.ts';
import { ec2In } from '../../lambdas/aws/ec2-client.ts';
import { readInstancesIn } from '../../lambdas/aws/read-instances.ts';
import { startExecution } from '../../lambdas/aws/start-execution.ts';
import { tagInstances } from '../../lambdas/aws/tag-instances.ts';
import { terminateInstances } from '../../lambdas/aws/terminate-instances.ts';
import { type Aws, deviceName, type LaunchOrder, NEVER_CONFIRMING, type Place } from './aws.ts';
import { credentialsOf, motoClients, stsOf } from './moto-clients.ts';
import { rootOf } from './root-of.ts';
import { HUB } from './stacks.ts';

// Whoever runs these tests past main.ts shall not launch instances in an account of their own.
z.object({ AWS_ENDPOINT_URL: z.url({ hostname: /^127\.0\.0\.1$/ }) }).parse(process.env);

const ec2 = ({ accountId, region }: Place) => new EC2Client({ region, credentials: rootOf(accountId) });

const launch = async ({
  place,
  count = 1,
  instanceType = 't3.micro',
  zone = 'a',
  tags,
  volumes = [],
}: LaunchOrder) => {
  const clientToken = randomUUID();
  const { ReservationId = '', Instances = [] } = await ec2(place).send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: count,
      MaxCount: count,
      InstanceType: z.literal(['t3.micro', 'm5.large']).parse(instanceType),
      Placement: { AvailabilityZone: `${place.region}${zone}` },
      ClientToken: clientToken,
      BlockDeviceMappings: volumes.map((DeleteOnTermination, index) => ({
        DeviceName: deviceName(index),
        Ebs: { VolumeSize: 1, DeleteOnTermination },
      })),
      ...(tags ? { TagSpecifications: [specification(tags)] } : {}),
    }),
  );
  return {
    reservationId: ReservationId,
    clientToken,
    instanceIds: Instances.map(({ InstanceId = '' }) => InstanceId),
  };
};

const specification = (tags: NonNullable<LaunchOrder['tags']>) => ({
  ResourceType: 'instance' as const,
  Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
});

const createUser = async (accountId: string, UserName: string): Promise<string> => {
  const iam = new IAMClient({ region: 'us-east-1', credentials: rootOf(accountId) });
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  return User?.UserId ?? '';
};

const createGroup: Aws['createGroup'] = async ({ accountId, region }, name, tags) => {
  const autoScaling = new AutoScalingClient({ region, credentials: rootOf(accountId) });
  const LaunchConfigurationName = `configuration of ${name}`;
  const launch = { LaunchConfigurationName, ImageId: 'ami-12c6146b', InstanceType: 't3.micro' };
  await autoScaling.send(new CreateLaunchConfigurationCommand(launch));
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      LaunchConfigurationName,
      MinSize: 0,
      MaxSize: 0,
      AvailabilityZones: [`${region}a`],
      Tags: tags.map(({ key, value }) => ({
        ResourceId: name,
        ResourceType: 'auto-scaling-group',
        Key: key,
        Value: value,
        PropagateAtLaunch: false,
      })),
    }),
  );
};

const confirm = async (TopicArn: string, address: string): Promise<void> => {
  if (address === NEVER_CONFIRMING) return;
  const sns = new SNSClient({ region: HUB.region, credentials: rootOf(HUB.accountId) });
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: address }));
};

/** moto, through the clients of lambdas/aws with the SDK over HTTP. */
export const motoAws = (): Aws => {
  const sfn = new SFNClient({ region: HUB.region, credentials: credentialsOf('intake') });
  return {
    ec2Clients: (of) => {
      const sts = stsOf(of);
      const actingAs = (roleName: string) => ec2In(assumeRole(roleName, of, sts));
      return {
        readInstancesIn: (roleName) => readInstancesIn(actingAs(roleName)),
        tagInstances: (roleName) => tagInstances(actingAs(roleName)),
        terminateInstances: (roleName) => terminateInstances(actingAs(roleName)),
      };
    },
    clients: motoClients,
    startExecution: (arn) => startExecution(arn, sfn),
    inputsOf: async (executionName) => {
      const listed = await sfn.send(new ListExecutionsCommand({ stateMachineArn: stateMachineArn(HUB) }));
      const named = (listed.executions ?? []).filter(({ name }) => name === executionName);
      return Promise.all(
        named.map(async ({ executionArn }) => {
          const { input = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
          return z.json().parse(JSON.parse(input));
        }),
      );
    },
    launch,
    protect: async (place, InstanceId) => {
      const DisableApiTermination = { Value: true };
      await ec2(place).send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination }));
    },
    createUser,
    createGroup,
    confirm,
  };
};
