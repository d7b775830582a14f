import { randomUUID } from 'node:crypto';
import { EC2Client, ModifyInstanceAttributeCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { type FunctionName, functionRoleName, stateMachineArn } from '../../infra/names.ts';
import { assumeRole } from '../../lambdas/aws/assume-role.ts';
import { ec2In } from '../../lambdas/aws/ec2-client.ts';
import { readInstancesIn } from '../../lambdas/aws/read-instances.ts';
import { startExecution } from '../../lambdas/aws/start-execution.ts';
import { tagInstances } from '../../lambdas/aws/tag-instances.ts';
import { terminateInstances } from '../../lambdas/aws/terminate-instances.ts';
import type { Aws, LaunchOrder, Place } from './aws.ts';
import { rootOf } from './root-of.ts';
import { HUB } from './stacks.ts';

// Whoever runs these tests past main.ts shall not launch instances in an account of their own.
z.object({ AWS_ENDPOINT_URL: z.url({ hostname: /^127\.0\.0\.1$/ }) }).parse(process.env);

const hubSts = new STSClient({ region: HUB.region, credentials: rootOf(HUB.accountId) });

/** The credentials that Lambda gives a function: those of its role. */
const credentialsOf = (name: FunctionName) => {
  const assumed = assumeRole(functionRoleName(name), name, hubSts);
  return () => assumed(HUB.accountId);
};

const ec2 = ({ accountId, region }: Place) => new EC2Client({ region, credentials: rootOf(accountId) });

const launch = async ({ place, count = 1, instanceType = 't3.micro', zone = 'a', tags }: LaunchOrder) => {
  const clientToken = randomUUID();
  const { ReservationId = '', Instances = [] } = await ec2(place).send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: count,
      MaxCount: count,
      InstanceType: z.literal(['t3.micro', 'm5.large']).parse(instanceType),
      Placement: { AvailabilityZone: `${place.region}${zone}` },
      ClientToken: clientToken,
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

/** moto, through the clients of lambdas/aws with the SDK over HTTP. */
export const motoAws = (): Aws => {
  const sfn = new SFNClient({ region: HUB.region, credentials: credentialsOf('intake') });
  return {
    ec2Clients: (of) => {
      const sts = new STSClient({ region: HUB.region, credentials: credentialsOf(of) });
      const actingAs = (roleName: string) => ec2In(assumeRole(roleName, of, sts));
      return {
        readInstancesIn: (roleName) => readInstancesIn(actingAs(roleName)),
        tagInstances: (roleName) => tagInstances(actingAs(roleName)),
        terminateInstances: (roleName) => terminateInstances(actingAs(roleName)),
      };
    },
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
  };
};
