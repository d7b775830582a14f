import { DescribeTagsCommand } from '@aws-sdk/client-auto-scaling';
import type { Tag } from '../domain/record/tag.ts';
import type { AutoScalingIn } from './auto-scaling-client.ts';

/** Reads the tags of an Auto Scaling group, also those that it does not propagate; the account's read role is assumed. */
export type ReadGroupTags = (accountId: string, region: string, groupName: string) => Promise<Tag[]>;

/**
 * A group that is gone has no tags. No wildcards are read in these filters, and a backslash is a part of the name.
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
      const ours = (page.Tags ?? []).filter(({ ResourceId }) => ResourceId === groupName);
      tags.push(...ours.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })));
      NextToken = page.NextToken;
    } while (NextToken);
    return tags;
  };
