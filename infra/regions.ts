import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * The Regions that AWS enables in every account by default: launches happen there without anybody's opting in.
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

/** Whether the text names a Region of the partition `aws`: China and GovCloud share no accounts with it. */
export const isRegion = (text: string): boolean =>
  RegionInfo.regions.some((region) => region.name === text && region.partition === 'aws');
