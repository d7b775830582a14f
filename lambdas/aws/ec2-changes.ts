import {
  CancelSpotInstanceRequestsCommand,
  DescribeSpotInstanceRequestsCommand,
  ModifyInstanceAttributeCommand,
  type SpotInstanceState,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ActRefused, TerminationRefused } from '../domain/grace-period/errors.ts';
import { type Ec2In, filterOf, refusalOf } from './ec2.ts';

/** EC2's answer for one instance. */
export type Termination = {
  readonly instanceId: string;
  /** The state before the call: `shutting-down` or `terminated` if an earlier call terminated it. */
  readonly previousState: string;
};

/**
 * Terminates instances of one account and Region. Assumes the account's act role.
 *
 * @throws TerminationRefused when EC2 refused because of one of them; others may have been terminated
 */
export type TerminateInstances = (
  accountId: string,
  region: string,
  instanceIds: readonly string[],
) => Promise<Termination[]>;

export const terminateInstances =
  (ec2In: Ec2In): TerminateInstances =>
  async (accountId, region, instanceIds) => {
    const ec2 = await ec2In(accountId, region);
    try {
      const answer = await ec2.send(new TerminateInstancesCommand({ InstanceIds: [...instanceIds] }));
      return (answer.TerminatingInstances ?? []).map(({ InstanceId = '', PreviousState }) => ({
        instanceId: InstanceId,
        previousState: PreviousState?.Name ?? 'unknown',
      }));
    } catch (cause) {
      const why = refusalOf(cause);
      if (why) throw new TerminationRefused(why, instanceIds, { cause });
      throw cause;
    }
  };

/**
 * Stops instances of one account and Region. Assumes the account's act role. EC2 confirms stopped instances too.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
 *
 * @returns the ids that EC2 confirms
 * @throws ActRefused when EC2 refused because of one of them: `protected` means stop protection
 */
export type StopInstances = (
  accountId: string,
  region: string,
  instanceIds: readonly string[],
) => Promise<string[]>;

export const stopInstances =
  (ec2In: Ec2In): StopInstances =>
  async (accountId, region, instanceIds) => {
    const ec2 = await ec2In(accountId, region);
    try {
      const answer = await ec2.send(new StopInstancesCommand({ InstanceIds: [...instanceIds] }));
      return (answer.StoppingInstances ?? []).map(({ InstanceId = '' }) => InstanceId);
    } catch (cause) {
      const why = refusalOf(cause);
      throw why ? new ActRefused('StopInstances', why, instanceIds, { cause }) : cause;
    }
  };

/**
 * Removes the termination protection of an instance. Assumes the account's act role.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
 *
 * @throws ActRefused when EC2 refused because of the instance
 */
export type RemoveProtection = (accountId: string, region: string, instanceId: string) => Promise<void>;

export const removeProtection =
  (ec2In: Ec2In): RemoveProtection =>
  async (accountId, region, instanceId) => {
    const ec2 = await ec2In(accountId, region);
    const off = { InstanceId: instanceId, DisableApiTermination: { Value: false } };
    try {
      await ec2.send(new ModifyInstanceAttributeCommand(off));
    } catch (cause) {
      const why = refusalOf(cause);
      throw why ? new ActRefused('ModifyInstanceAttribute', why, [instanceId], { cause }) : cause;
    }
  };

/** The persistent Spot requests of one account and Region: each launches a replacement for a terminated instance. */
export type SpotRequests = {
  /** The ids of the persistent requests of these instances, by instance id. Cancelled requests are left out. */
  persistent(instanceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Cancels a request. Its instance keeps running.
   *
   * @returns whether EC2 confirms it
   * @throws ActRefused when EC2 refused
   */
  cancel(requestId: string): Promise<boolean>;
};

/** Opens the Spot requests of an account and Region. Assumes the account's act role. */
export type SpotRequestsIn = (accountId: string, region: string) => Promise<SpotRequests>;

/**
 * States in which a request may launch.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html
 */
const LAUNCHING: readonly (SpotInstanceState | undefined)[] = ['open', 'active', 'disabled'];

export const spotRequestsIn =
  (ec2In: Ec2In): SpotRequestsIn =>
  async (accountId, region) => {
    const ec2 = await ec2In(accountId, region);
    return {
      persistent: async (instanceIds) => {
        const found = new Map<string, string>();
        const Filters = [filterOf('instance-id', instanceIds), filterOf('type', ['persistent'])];
        let NextToken: string | undefined;
        do {
          const page = await ec2.send(
            new DescribeSpotInstanceRequestsCommand({ Filters, ...(NextToken ? { NextToken } : {}) }),
          );
          for (const { InstanceId, SpotInstanceRequestId, State } of page.SpotInstanceRequests ?? []) {
            if (!InstanceId || !instanceIds.includes(InstanceId)) continue;
            if (SpotInstanceRequestId && LAUNCHING.includes(State)) {
              found.set(InstanceId, SpotInstanceRequestId);
            }
          }
          NextToken = page.NextToken;
        } while (NextToken);
        return found;
      },
      cancel: async (requestId) => {
        try {
          const { CancelledSpotInstanceRequests = [] } = await ec2.send(
            new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [requestId] }),
          );
          return CancelledSpotInstanceRequests.some((one) => one.SpotInstanceRequestId === requestId);
        } catch (cause) {
          const why = refusalOf(cause);
          throw why ? new ActRefused('CancelSpotInstanceRequests', why, [requestId], { cause }) : cause;
        }
      },
    };
  };
