import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-auto-scaling';
import type { Tag } from '../domain/instances.ts';
import { type AssumeRole, type ClientIn, clientIn } from './credentials.ts';

/** Makes a client of Auto Scaling in an account and Region, with the credentials of a role there. */
type AutoScalingIn = ClientIn<AutoScalingClient>;

/** Clients that act as a role in the account. They make eight attempts, as those of EC2 do. */
export const autoScalingIn = (assumeRole: AssumeRole): AutoScalingIn =>
  clientIn(assumeRole, (settings) => new AutoScalingClient({ ...settings, maxAttempts: 8 }));

/**
 * Reads the tags of an Auto Scaling group, including those that it does not propagate. Assumes the account's read role.
 *
 * @returns null if AWS shows no group of this name
 */
export type ReadGroupTags = (accountId: string, region: string, groupName: string) => Promise<Tag[] | null>;

type Described = { readonly Key?: string | undefined; readonly Value?: string | undefined };

const toTags = (tags: readonly Described[] = []): Tag[] =>
  tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));

/**
 * DescribeTags returns nothing for a group that does not exist: so without tags, the group itself is read. These
 * filters have no wildcards, and a backslash is part of the name.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTags.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/use-tag-filters-aws-cli.html
 */
export const readGroupTags =
  (autoScalingIn: AutoScalingIn): ReadGroupTags =>
  async (accountId, region, groupName) => {
    const autoScaling = await autoScalingIn(accountId, region);
    const Filters = [{ Name: 'auto-scaling-group', Values: [groupName] }];
    const tags: Tag[] = [];
    let NextToken: string | undefined;
    do {
      const page = await autoScaling.send(
        new DescribeTagsCommand({ Filters, ...(NextToken ? { NextToken } : {}) }),
      );
      tags.push(...toTags((page.Tags ?? []).filter(({ ResourceId }) => ResourceId === groupName)));
      NextToken = page.NextToken;
    } while (NextToken);
    if (tags.length > 0) return tags;
    const { AutoScalingGroups: [group] = [] } = await autoScaling.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] }),
    );
    return group ? toTags(group.Tags) : null;
  };
