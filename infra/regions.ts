import { RegionInfo } from 'aws-cdk-lib/region-info';
import { compare } from './json.ts';

/**
 * The Regions that AWS enables in every account by default: anybody can launch there without opting in.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const DEFAULT_REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;

/** Whether the text names a Region of the partition `aws`. Accounts of China and GovCloud are separate. */
export const isRegion = (text: string): boolean =>
  RegionInfo.regions.some((region) => region.name === text && region.partition === 'aws');

/**
 * The Region that gets the records of IAM and of calls to the global endpoint of STS, wherever the caller is.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
export const GLOBAL_REGION = 'us-east-1';

/** These Regions and the global one, sorted. */
export const withGlobalRegion = (regions: readonly string[]): string[] =>
  [...new Set([...regions, GLOBAL_REGION])].sort(compare);
