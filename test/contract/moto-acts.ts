import { EC2Client, ModifyInstanceAttributeCommand, RequestSpotInstancesCommand } from '@aws-sdk/client-ec2';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { assumeRole } from '../../lambdas/aws/assume-role.ts';
import { ec2In } from '../../lambdas/aws/ec2-client.ts';
import { type ReadPause, readPause } from '../../lambdas/aws/read-pause.ts';
import { type RemoveProtection, removeProtection } from '../../lambdas/aws/remove-protection.ts';
import { type SpotRequestsIn, spotRequestsIn } from '../../lambdas/aws/spot-requests.ts';
import { type StopInstances, stopInstances } from '../../lambdas/aws/stop-instances.ts';
import type { Place } from './aws.ts';
import { credentialsOf, stsOf } from './moto-clients.ts';
import { rootOf } from './root-of.ts';
import { HUB, variable } from './stacks.ts';

/** The clients that `terminate` acts with besides TerminateInstances, with its act role, in moto. */
export const motoActs = () => {
  const actingAs = ec2In(assumeRole(variable('terminate', 'ACT_ROLE_NAME'), 'terminate', stsOf('terminate')));
  return {
    stop: stopInstances(actingAs) satisfies StopInstances,
    removeProtection: removeProtection(actingAs) satisfies RemoveProtection,
    spotRequestsIn: spotRequestsIn(actingAs) satisfies SpotRequestsIn,
    /** The switch as `terminate` reads it; each has read nothing yet. */
    readPause: (parameterName: string): ReadPause =>
      readPause(
        parameterName,
        new SSMClient({ region: HUB.region, credentials: credentialsOf('terminate'), maxAttempts: 1 }),
      ),
  };
};

const ec2 = ({ accountId, region }: Place) => new EC2Client({ region, credentials: rootOf(accountId) });

/** Somebody in the account protects an instance from being stopped. */
export const protectFromStopping = async (place: Place, InstanceId: string): Promise<void> => {
  await ec2(place).send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: true } }));
};

/** Somebody in the account asks for a Spot instance: its id, and that of the request. */
export const requestSpot = async (place: Place, Type: 'persistent' | 'one-time') => {
  const { SpotInstanceRequests = [] } = await ec2(place).send(
    new RequestSpotInstancesCommand({
      Type,
      LaunchSpecification: { ImageId: 'ami-12c6146b', InstanceType: 't3.micro' },
    }),
  );
  const { InstanceId = '', SpotInstanceRequestId = '' } = SpotInstanceRequests[0] ?? {};
  return { instanceId: InstanceId, requestId: SpotInstanceRequestId };
};

/** An administrator sets the switch. */
export const setPause = async (Value: string): Promise<void> => {
  const ssm = new SSMClient({ region: HUB.region, credentials: rootOf(HUB.accountId) });
  await ssm.send(new PutParameterCommand({ Name: PAUSE_PARAMETER_NAME, Value, Overwrite: true }));
};
