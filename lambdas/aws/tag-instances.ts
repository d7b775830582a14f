import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import type { Tag } from '../domain/record/tag.ts';
import type { Ec2In } from './ec2-client.ts';

/** Writes a tag on instances of one account and Region; the account's repair role is assumed. */
export type TagInstances = (
  accountId: string,
  region: string,
  instanceIds: readonly string[],
  tag: Tag,
) => Promise<void>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1000 resources a call */
export const tagInstances =
  (ec2In: Ec2In): TagInstances =>
  async (accountId, region, instanceIds, { key, value }) => {
    const ec2 = await ec2In(accountId, region);
    await ec2.send(
      new CreateTagsCommand({ Resources: [...instanceIds], Tags: [{ Key: key, Value: value }] }),
    );
  };
