import { IAMClient, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import {
  GetIndexCommand,
  GetViewCommand,
  paginateListResources,
  ResourceExplorer2Client,
  ResourceExplorer2ServiceException,
} from '@aws-sdk/client-resource-explorer-2';
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import * as z from 'zod/mini';
import { GLOBAL } from '../domain/report/arn.ts';
import type { Listed, Place } from '../domain/report/merge.ts';
import type { RoleCredentials } from './credentials.ts';
import { toTag } from './ec2-instance.ts';

/** How to call AWS in one Region. Without credentials: with those of the process. */
export type CallSettings = { readonly region: string; readonly credentials?: RoleCredentials };

/**
 * A report may wait: ten attempts, with the SDK's back-off of up to 20 seconds between them, last through a minute of throttling.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const PATIENT = { maxAttempts: 10 } as const;

/** What Resource Explorer lists; or why it cannot list everything with its tags here. */
export type Explored =
  | { readonly is: 'listed'; readonly resources: readonly Listed[]; readonly leavesOut: string | null }
  | { readonly is: 'unusable'; readonly why: string };

/** Lists what may carry tags in a Region. */
export type ListResources = {
  readonly explored: () => Promise<Explored>;
  /** What is or was tagged. */
  readonly tagged: () => Promise<Listed[]>;
  /** The roles and users of the account with their tags. */
  readonly ofIam: () => Promise<Listed[]>;
  readonly close: () => void;
};

/** With a thousand, ListResources gives no token for the next page. */
const EXPLORED_PAGE = 999;
/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
const TAGGED_PAGE = 100;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
const IAM_PAGE = 1000;

/** The services of the tagging API whose resources have no Region; it lists them in us-east-1. */
const GLOBAL_SERVICES = [
  'cloudfront',
  'globalaccelerator',
  'iam',
  'networkmanager',
  'route53',
  'shield',
  'waf',
];

const TagsProperty = z.array(z.object({ Key: z.string(), Value: z.optional(z.string()) }));

/** A refusal that says that Resource Explorer is not set up for this. Any other error fails the Region. */
const refusalOf = (error: unknown): string | null =>
  error instanceof ResourceExplorer2ServiceException &&
  error.$fault === 'client' &&
  error.name !== 'ThrottlingException'
    ? error.name
    : null;

/** Lists by the default view. Its first page names it, so that it can be asked what it leaves out. */
const listByView = async (
  client: ResourceExplorer2Client,
  { accountId, region }: Place,
): Promise<Explored> => {
  const resources: Listed[] = [];
  let leavesOut: string | null = null;
  // Filters alone: ListResources takes no free text.
  const FilterString = `resourcetype.supports:tags region:${region} accountid:${accountId}`;
  const pages = paginateListResources({ client, pageSize: EXPLORED_PAGE }, { Filters: { FilterString } });
  let isFirst = true;
  for await (const { Resources = [], ViewArn } of pages) {
    if (isFirst) {
      const { View } = await client.send(new GetViewCommand({ ViewArn }));
      if (!View?.IncludedProperties?.some(({ Name }) => Name === 'tags')) {
        return { is: 'unusable', why: 'its default view shows no tags' };
      }
      const filter = View.Filters?.FilterString ?? '';
      if (filter !== '') leavesOut = `The default view of Resource Explorer shows only: ${filter}.`;
      isFirst = false;
    }
    for (const { Arn = '', Region, Properties = [] } of Resources) {
      const data = Properties.find(({ Name }) => Name === 'tags')?.Data ?? [];
      const tags = z.safeParse(TagsProperty, data).data?.map(toTag) ?? [];
      resources.push({ arn: Arn, tags, ...(Region ? { region: Region } : {}) });
    }
  }
  return { is: 'listed', resources, leavesOut };
};

const explore = async (client: ResourceExplorer2Client, place: Place): Promise<Explored> => {
  try {
    // Without an index, an account sees a part of its resources, and nothing says which.
    // https://docs.aws.amazon.com/resource-explorer/latest/userguide/getting-started-terms-and-concepts.html
    const { State } = await client.send(new GetIndexCommand({}));
    if (State !== 'ACTIVE' && State !== 'UPDATING') return { is: 'unusable', why: 'its index is not ready' };
    return await listByView(client, place);
  } catch (error) {
    const why = refusalOf(error);
    if (why === null) throw error;
    return {
      is: 'unusable',
      why: why === 'ResourceNotFoundException' ? 'it has no index' : `it answers ${why}`,
    };
  }
};

/** Makes the lists of one account and Region. What has no Region is listed in us-east-1. */
export const listResources = (place: Place, settings: CallSettings): ListResources => {
  const explorer = new ResourceExplorer2Client({ ...PATIENT, ...settings });
  const tagging = new ResourceGroupsTaggingAPIClient({ ...PATIENT, ...settings });
  const iam = new IAMClient({ ...PATIENT, ...settings });
  return {
    explored: () => explore(explorer, place),
    tagged: async () => {
      const filter = place.region === GLOBAL ? { ResourceTypeFilters: GLOBAL_SERVICES } : {};
      const pages = paginateGetResources({ client: tagging, pageSize: TAGGED_PAGE }, filter);
      const found: Listed[] = [];
      for await (const { ResourceTagMappingList = [] } of pages) {
        for (const { ResourceARN = '', Tags = [] } of ResourceTagMappingList)
          found.push({ arn: ResourceARN, tags: Tags.map(toTag) });
      }
      return found;
    },
    ofIam: async () => {
      // Neither Resource Explorer nor the tagging API knows the tags of roles and users, and ListRoles leaves them out.
      const pages = paginateGetAccountAuthorizationDetails(
        { client: iam, pageSize: IAM_PAGE },
        { Filter: ['Role', 'User'] },
      );
      const found: Listed[] = [];
      for await (const { RoleDetailList = [], UserDetailList = [] } of pages) {
        for (const { Arn = '', Tags = [] } of [...RoleDetailList, ...UserDetailList])
          found.push({ arn: Arn, tags: Tags.map(toTag) });
      }
      return found;
    },
    close: () => {
      for (const client of [explorer, tagging, iam]) client.destroy();
    },
  };
};
