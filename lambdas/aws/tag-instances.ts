import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import { PackedPolicyTooLargeException } from '@aws-sdk/client-sts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { SessionPolicyTooLarge, WriteRefused } from '../domain/grace-period/errors.ts';
import { type TagOrder, writePolicy } from '../domain/grace-period/write-policy.ts';
import type { AssumeRole } from './assume-role.ts';
import { ec2In } from './ec2-client.ts';
import { refusalOf } from './refusals.ts';

/**
 * Writes a tag on instances of one account and Region, and overwrites nothing but what the order names: the account's
 * repair role is assumed with a policy that says so.
 *
 * @throws WriteRefused when IAM sees another value on one of them: then it is written on none
 * @throws SessionPolicyTooLarge when the policy has no room for them
 */
export type TagInstances = (accountId: string, region: string, order: TagOrder) => Promise<void>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1000 resources a call */
export const tagInstances =
  (assumeRole: AssumeRole): TagInstances =>
  async (accountId, region, order) => {
    const { instanceIds, tag } = order;
    const policy = writePolicy(accountId, region, order);
    const withPolicy = (account: string) =>
      assumeRole(account, policy).catch((error: unknown) => {
        // Packed, it may be too large all the same.
        throw error instanceof RoleNotAssumable && error.cause instanceof PackedPolicyTooLargeException
          ? new SessionPolicyTooLarge(instanceIds, policy.length, { cause: error })
          : error;
      });
    // A client of its own: no other order may be written with its credentials.
    const ec2 = await ec2In(withPolicy)(accountId, region);
    try {
      await ec2.send(
        new CreateTagsCommand({ Resources: [...instanceIds], Tags: [{ Key: tag.key, Value: tag.value }] }),
      );
    } catch (cause) {
      throw refusalOf(cause) === 'unauthorized' ? new WriteRefused(instanceIds, { cause }) : cause;
    } finally {
      ec2.destroy();
    }
  };
