import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import { ActRefused } from '../domain/grace-period/errors.ts';
import type { Ec2In } from './ec2-client.ts';
import { refusalOf } from './refusals.ts';

/**
 * Stops instances of one account and Region; the account's act role is assumed. One that is stopped already counts.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
 *
 * @returns those that EC2 confirms
 * @throws ActRefused when EC2 refused because of some of them: `protected` is protection from stopping
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
