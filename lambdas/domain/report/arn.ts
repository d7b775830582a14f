/** What an ARN says. `type` is the word before the name or id, empty where an ARN has none: a queue, a topic, a bucket. */
export type Parts = {
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly type: string;
  readonly name: string;
};

const ARN = /^arn:[^:]*:([^:]*):([^:]*):([^:]*):\/?(?:([^/:]+)[/:])?(.*)$/s;

/** The parts of an ARN; null if it is none. */
export const partsOf = (arn: string): Parts | null => {
  const match = ARN.exec(arn);
  if (!match) return null;
  const [, service = '', region = '', accountId = '', type = '', name = ''] = match;
  return { service, region, accountId, type, name };
};

/** A resource's type in the words of the tagging API, such as `ec2:volume`, or `s3` for a bucket. */
export const typeOf = ({ service, type }: Pick<Parts, 'service' | 'type'>): string =>
  type === '' ? service : `${service}:${type}`;

/** The Region of what has none. */
export const GLOBAL = 'global';

/**
 * The Region that a resource is counted in; each is counted in one. A bucket's ARN names no Region, so it belongs to the one that
 * listed it: each lists its own.
 */
export const regionOf = ({ service, region, type }: Parts, listedIn: string): string =>
  region !== '' ? region : service === 's3' && type === '' ? listedIn : GLOBAL;

/**
 * One text for all the ways in which AWS writes the ARN of a resource. Images and snapshots come with and without the account, and
 * log groups with and without `:*`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export const keyOf = (arn: string, { service, region, type, name }: Parts): string =>
  service === 'ec2' ? `ec2 ${region} ${type}/${name}` : service === 'logs' ? arn.replace(/:\*$/, '') : arn;

/**
 * The names that AWS gives to what it makes itself in every account, which nobody may delete or tag in vain. What needs more than
 * the ARN to be known is read from EC2: lambdas/aws/describe-ec2.ts.
 */
const RESERVED: readonly (readonly [type: string, name: RegExp])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html: the paths of service-linked roles, and of
  // those that Identity Center makes
  ['iam:role', /^(aws-service-role|aws-reserved)\//],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
  ['rds:pg', /^default\./],
  ['rds:cluster-pg', /^default\./],
  ['rds:og', /^default:/],
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.html
  ['elasticache:parametergroup', /^default\./],
  ['elasticache:user', /^default$/],
  // https://docs.aws.amazon.com/memorydb/latest/devguide/parametergroups.html
  ['memorydb:parametergroup', /^default\./],
  ['memorydb:acl', /^open-access$/],
  ['memorydb:user', /^default$/],
  // https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-parameter-groups.html
  ['redshift:parametergroup', /^default\./],
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
  ['events:event-bus', /^default$/],
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html
  ['scheduler:schedule-group', /^default$/],
  // https://docs.aws.amazon.com/athena/latest/ug/workgroups-manage-queries-control-costs.html
  ['athena:workgroup', /^primary$/],
  ['athena:datacatalog', /^AwsDataCatalog$/],
  // https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
  ['xray:group', /^Default(\/|$)/],
  ['xray:sampling-rule', /^Default$/],
  // https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
  ['codedeploy:deploymentconfig', /^CodeDeployDefault\./],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage_lens_basics_metrics_recommendations.html
  ['s3:storage-lens', /^default-account-dashboard$/],
];

/** Whether AWS made a resource itself, as its ARN shows. */
export const isAwsOwn = (parts: Pick<Parts, 'service' | 'type' | 'name'>): boolean =>
  RESERVED.some(([type, name]) => type === typeOf(parts) && name.test(parts.name));
