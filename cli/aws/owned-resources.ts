import { AutoScalingClient, paginateDescribeTags as groupTags } from '@aws-sdk/client-auto-scaling';
import { EC2Client, paginateDescribeTags } from '@aws-sdk/client-ec2';
import { IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { filterOf } from '../../lambdas/aws/ec2.ts';
import { GLOBAL, partsOf, typeOf } from '../../lambdas/domain/report/arn.ts';
import type { Place } from '../../lambdas/domain/report/merge.ts';
import type { ClientSettings } from './access.ts';

/** The tag that is looked for. */
export type OwnerSought = { readonly key: string; readonly value: string };

/** A resource with the tag. */
export type OwnedResource = {
  readonly arn: string;
  /** In the words of the Resource Groups Tagging API, such as `ec2:volume`. */
  readonly resourceType: string;
  readonly accountId: string;
  readonly region: string;
};

const AUTO_SCALING_GROUP = 'autoscaling:autoScalingGroup';

/** EC2's own answer: the tagging API still shows what was deleted hours ago. */
const ofEc2 = async ({ key, value }: OwnerSought, place: Place, settings: ClientSettings) => {
  const found: OwnedResource[] = [];
  const Filters = [filterOf('key', [key]), filterOf('value', [value])];
  const client = new EC2Client(settings);
  for await (const { Tags = [] } of paginateDescribeTags({ client, pageSize: 1000 }, { Filters })) {
    for (const { ResourceId = '', ResourceType = '', Key, Value } of Tags) {
      if (Key !== key || Value !== value) continue;
      const arn = `arn:aws:ec2:${place.region}:${place.accountId}:${ResourceType}/${ResourceId}`;
      found.push({ ...place, arn, resourceType: `ec2:${ResourceType}` });
    }
  }
  return found;
};

/** Auto Scaling groups, which the tagging API does not know. */
const ofAutoScaling = async ({ key, value }: OwnerSought, place: Place, settings: ClientSettings) => {
  const found: OwnedResource[] = [];
  const Filters = [
    { Name: 'key', Values: [key] },
    { Name: 'value', Values: [value] },
  ];
  const client = new AutoScalingClient(settings);
  for await (const { Tags = [] } of groupTags({ client }, { Filters })) {
    for (const { ResourceId = '', Key, Value } of Tags) {
      if (Key !== key || Value !== value) continue;
      // `*`: the part of the ARN that no tag shows.
      const arn = `arn:aws:autoscaling:${place.region}:${place.accountId}:autoScalingGroup:*:autoScalingGroupName/${ResourceId}`;
      found.push({ ...place, arn, resourceType: AUTO_SCALING_GROUP });
    }
  }
  return found;
};

const ofOthers = async ({ key, value }: OwnerSought, place: Place, settings: ClientSettings) => {
  const found: OwnedResource[] = [];
  const client = new ResourceGroupsTaggingAPIClient(settings);
  const TagFilters = [{ Key: key, Values: [value] }];
  const pages = paginateGetResources({ client, pageSize: 100 }, { TagFilters });
  for await (const { ResourceTagMappingList = [] } of pages) {
    for (const { ResourceARN = '' } of ResourceTagMappingList) {
      const parts = partsOf(ResourceARN);
      if (parts === null || parts.service === 'ec2' || typeOf(parts) === AUTO_SCALING_GROUP) continue;
      found.push({ ...place, arn: ResourceARN, resourceType: typeOf(parts) });
    }
  }
  return found;
};

/** All with the tag in one account and Region, from EC2, Auto Scaling and the tagging API. */
export const ownedInRegion = async (
  sought: OwnerSought,
  place: Place,
  settings: ClientSettings,
): Promise<OwnedResource[]> => {
  const found = await Promise.all([
    ofEc2(sought, place, settings),
    ofAutoScaling(sought, place, settings),
    ofOthers(sought, place, settings),
  ]);
  return found.flat();
};

/** The roles and users of an account with the tag, which the tagging API does not know. */
export const ownedInIam = async (
  { key, value }: OwnerSought,
  accountId: string,
  settings: ClientSettings,
): Promise<OwnedResource[]> => {
  const found: OwnedResource[] = [];
  const client = new IAMClient(settings);
  const pages = paginateGetAccountAuthorizationDetails(
    { client, pageSize: 1000 },
    { Filter: ['Role', 'User'] },
  );
  for await (const { RoleDetailList = [], UserDetailList = [] } of pages) {
    const those = [
      ...RoleDetailList.map((one) => ({ ...one, resourceType: 'iam:role' })),
      ...UserDetailList.map((one) => ({ ...one, resourceType: 'iam:user' })),
    ];
    for (const { Arn: arn = '', Tags = [], resourceType } of those) {
      if (!Tags.some((tag) => tag.Key === key && tag.Value === value)) continue;
      found.push({ arn, resourceType, accountId, region: GLOBAL });
    }
  }
  return found;
};
