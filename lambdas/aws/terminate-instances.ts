import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { TerminationRefused } from '../domain/grace-period/errors.ts';
import type { Ec2In } from './ec2-client.ts';
import { refusalOf } from './refusals.ts';

/** What EC2 answered for one instance. */
export type Termination = {
  readonly instanceId: string;
  /** Its state before the call: `shutting-down` or `terminated` if another call was first. */
  readonly previousState: string;
};

/**
 * Terminates instances of one account and Region; the account's act role is assumed.
 *
 * @throws TerminationRefused when EC2 refused because of some of them; others may have been terminated
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
