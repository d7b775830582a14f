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

/** The Regions of the partition `aws`. */
export const REGIONS: readonly string[] = RegionInfo.regions
  .filter(({ partition }) => partition === 'aws')
  .map(({ name }) => name);

/** Whether the text names a Region of the partition `aws`, the only one that is served. */
export const isRegion = (text: string): boolean => REGIONS.includes(text);

/** https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const OTHER_PARTITIONS = [
  { name: 'AWS GovCloud (US)', regions: /^us-gov-/ },
  { name: 'AWS China', regions: /^cn-/ },
  { name: 'the AWS European Sovereign Cloud', regions: /^eusc-/ },
  { name: 'an isolated partition of AWS', regions: /^(us|eu)-iso[a-z]?-/ },
] as const;

/**
 * The partition that a Region belongs to, if it is another than `aws`. It has accounts and endpoints of its own, and no
 * role or event bus reaches from one partition into another.
 */
export const otherPartitionOf = (region: string): string | undefined =>
  OTHER_PARTITIONS.find(({ regions }) => regions.test(region.toLowerCase()))?.name;

/**
 * The Region that gets the records of IAM and of calls to the global endpoint of STS, wherever the caller is.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
export const GLOBAL_REGION = 'us-east-1';

/** These Regions and the global one, sorted. */
export const withGlobalRegion = (regions: readonly string[]): string[] =>
  [...new Set([...regions, GLOBAL_REGION])].sort(compare);

/** The condition of a policy that a call is made in one of these Regions. */
export const inRegions = (regions: readonly string[]) => ({ 'aws:RequestedRegion': regions });
