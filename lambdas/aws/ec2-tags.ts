import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import { PackedPolicyTooLargeException } from '@aws-sdk/client-sts';
import { RoleNotAssumable } from '../domain/errors.ts';
import { SessionPolicyTooLarge, WriteRefused } from '../domain/grace-period/errors.ts';
import {
  type ResourceTagOrder,
  resourceSessionPolicy,
  type TagOrder,
  tagSessionPolicy,
} from '../domain/grace-period/repair.ts';
import { idInArn } from '../domain/instances.ts';
import type { AssumeRole } from './credentials.ts';
import { createTag, ec2In, refusalOf, type TagResult } from './ec2.ts';

/**
 * Writes a tag on instances of one account and Region. Assumes the account's repair role, with a session policy that
 * allows to overwrite only the value that the order names.
 *
 * @throws WriteRefused when IAM sees another value on one of them; then no instance is changed
 * @throws SessionPolicyTooLarge when the policy has no room for all of them
 */
export type TagInstances = (accountId: string, region: string, order: TagOrder) => Promise<void>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1000 resources a call */
export const tagInstances =
  (assumeRole: AssumeRole): TagInstances =>
  async (accountId, region, order) => {
    const { instanceIds, tag } = order;
    const policy = tagSessionPolicy(accountId, region, order);
    const withPolicy = (account: string) =>
      assumeRole(account, policy).catch((error: unknown) => {
        // STS packs the policy: it may be too large although its text is short enough.
        throw error instanceof RoleNotAssumable && error.cause instanceof PackedPolicyTooLargeException
          ? new SessionPolicyTooLarge(instanceIds, policy.length, { cause: error })
          : error;
      });
    // A new client for each order: its credentials allow this order only.
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

/**
 * Writes a tag on one resource of EC2, with a session policy that allows to overwrite only the values that the order names.
 * Assumes the account's role that corrects.
 */
export type TagResource = (accountId: string, region: string, order: ResourceTagOrder) => Promise<TagResult>;

export const tagResource =
  (assumeRole: AssumeRole): TagResource =>
  async (accountId, region, order) => {
    const policy = resourceSessionPolicy(order);
    const ec2 = await ec2In((account) => assumeRole(account, policy))(accountId, region);
    try {
      return await createTag(ec2, [idInArn(order.arn)], order.tag);
    } finally {
      ec2.destroy();
    }
  };
