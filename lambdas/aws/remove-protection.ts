import { ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { ActRefused } from '../domain/grace-period/errors.ts';
import type { Ec2In } from './ec2-client.ts';
import { refusalOf } from './refusals.ts';

/**
 * Takes the protection from termination off an instance; the account's act role is assumed.
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
