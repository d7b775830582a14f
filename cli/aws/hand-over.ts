import { AutoScalingClient, CreateOrUpdateTagsCommand } from '@aws-sdk/client-auto-scaling';
import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient, TagRoleCommand, TagUserCommand } from '@aws-sdk/client-iam';
import {
  ResourceGroupsTaggingAPIClient,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { reasonOf } from '../../infra/error-reason.ts';
import { chunksOf } from '../../lambdas/domain/instances.ts';
import { tagCommands } from '../../lambdas/domain/reminder/tag-commands.ts';
import type { ClientSettings } from './access.ts';
import type { OwnedResource, OwnerSought } from './owned-resources.ts';

const isEc2 = ({ resourceType }: OwnedResource): boolean => resourceType.startsWith('ec2:');

/** The id or name at the end of an ARN. */
const nameIn = ({ arn }: OwnedResource): string => arn.split('/').at(-1) ?? '';

/** As many as a person can look over before they run the command. */
const IDS_PER_COMMAND = 20;

const ec2Commands = (resources: readonly OwnedResource[], { key, value }: OwnerSought): string[][] =>
  [...Map.groupBy(resources, ({ region }) => region)].flatMap(([region, those]) =>
    chunksOf(those, IDS_PER_COMMAND).map((some) => [
      `aws ec2 create-tags --region ${region} --tags Key=${key},Value=${value} \\`,
      '  --resources \\',
      ...some.map((one, index) => `    ${nameIn(one)}${index < some.length - 1 ? ' \\' : ''}`),
    ]),
  );

/** The commands that give resources of one account to somebody, line by line, and what no command can name. */
export const handOverCommands = (
  resources: readonly OwnedResource[],
  to: OwnerSought,
): { readonly commands: string[][]; readonly leftOut: OwnedResource[] } => {
  const others = resources.filter((one) => !isEc2(one));
  // One alone has no command if a shell would not take its ARN literally.
  const leftOut = others.filter((one) => tagCommands([one], to.key, to.value).length === 0);
  const named = others.filter((one) => !leftOut.includes(one));
  return {
    commands: [...ec2Commands(resources.filter(isEc2), to), ...tagCommands(named, to.key, to.value)],
    leftOut,
  };
};

/** A resource that did not get the tag, and what AWS said. */
export type NotTagged = { readonly arn: string; readonly reason: string };

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html */
const ARNS_PER_CALL = 20;

/** EC2 takes a thousand, but refuses all for the sake of one. */
const IDS_PER_CALL = 50;

type Tagging = (some: readonly OwnedResource[]) => Promise<readonly NotTagged[]>;

/** Tags many with one call; if AWS refuses it, each alone, so that one does not stop the others. */
const eachIfRefused = async (some: readonly OwnedResource[], tag: Tagging): Promise<readonly NotTagged[]> => {
  try {
    return await tag(some);
  } catch (error) {
    const [only, ...others] = some;
    if (!only) return [];
    if (others.length === 0) return [{ arn: only.arn, reason: reasonOf(error) }];
    const failed: NotTagged[] = [];
    for (const one of some) failed.push(...(await eachIfRefused([one], tag)));
    return failed;
  }
};

/** Writes the tag on resources of one account and Region. Returns those that did not get it. */
export const handOver = async (
  resources: readonly OwnedResource[],
  { key, value }: OwnerSought,
  settings: ClientSettings,
): Promise<NotTagged[]> => {
  const Tags = [{ Key: key, Value: value }];
  const failed: NotTagged[] = [];
  const tagAll = async (those: readonly OwnedResource[], atOnce: number, tag: Tagging): Promise<void> => {
    for (const some of chunksOf(those, atOnce)) failed.push(...(await eachIfRefused(some, tag)));
  };
  const ofType = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
  const single = ['autoscaling:autoScalingGroup', 'iam:role', 'iam:user'];
  await tagAll(resources.filter(isEc2), IDS_PER_CALL, async (some) => {
    await new EC2Client(settings).send(new CreateTagsCommand({ Resources: some.map(nameIn), Tags }));
    return [];
  });
  await tagAll(ofType('autoscaling:autoScalingGroup'), 1, async ([one]) => {
    const ResourceId = one && nameIn(one);
    const tag = { ResourceId, ResourceType: 'auto-scaling-group', Key: key, Value: value };
    await new AutoScalingClient(settings).send(
      new CreateOrUpdateTagsCommand({ Tags: [{ ...tag, PropagateAtLaunch: true }] }),
    );
    return [];
  });
  await tagAll(ofType('iam:role'), 1, async ([one]) => {
    await new IAMClient(settings).send(new TagRoleCommand({ RoleName: one && nameIn(one), Tags }));
    return [];
  });
  await tagAll(ofType('iam:user'), 1, async ([one]) => {
    await new IAMClient(settings).send(new TagUserCommand({ UserName: one && nameIn(one), Tags }));
    return [];
  });
  const others = resources.filter((one) => !isEc2(one) && !single.includes(one.resourceType));
  await tagAll(others, ARNS_PER_CALL, async (some) => {
    const { FailedResourcesMap = {} } = await new ResourceGroupsTaggingAPIClient(settings).send(
      new TagResourcesCommand({ ResourceARNList: some.map(({ arn }) => arn), Tags: { [key]: value } }),
    );
    return Object.entries(FailedResourcesMap).map(([arn, { ErrorMessage, ErrorCode }]) => ({
      arn,
      reason: ErrorMessage ?? ErrorCode ?? 'unknown',
    }));
  });
  return failed;
};
