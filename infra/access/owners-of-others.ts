import type { StatementJson } from './policy.ts';

/**
 * Services of which IAM can judge a tag action by the tags that the resource has, and by those in the request: as many as fit
 * into a policy, those first in which a researcher's things cost money or hold data. The others' tags are out of this.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const FURTHER_SERVICES = [
  'backup',
  'batch',
  'dynamodb',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elasticfilesystem',
  'elasticloadbalancing',
  'elasticmapreduce',
  'es',
  'fsx',
  'glue',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'omics',
  'rds',
  'redshift',
  's3',
  'sagemaker',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
  'transfer',
];

/** Actions that read tags match too: their requests name no tag, so nothing is denied. */
const WRITE_OR_REMOVE = FURTHER_SERVICES.map((service) => `${service}:*Tag*`);

/**
 * Nobody changes the Owner of what has another person's. The end of `aws:userid` is the session's name, and that is the user's
 * only in the roles that people switch to. Other roles, which somebody makes for themselves, take any name: a session of
 * these changes no person's Owner. DeleteTags without a list of tags deletes them all, and then has no aws:TagKeys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export const ownersOfOthers = (key: string, roleArns: readonly string[]): StatementJson[] => {
  const tag = `aws:ResourceTag/${key}`;
  const isOfAPerson = { Null: { [tag]: 'false' }, StringLike: { [tag]: '?*@?*' } };
  const isNotTheirs = [
    ['Another', { StringNotLike: { 'aws:userid': `*:\${${tag}}` } }],
    ['AnyName', { ArnNotLike: { 'aws:PrincipalArn': roleArns } }],
  ] as const;
  return isNotTheirs.flatMap(([who, condition]): StatementJson[] => [
    {
      Sid: `Owners${who}`,
      Effect: 'Deny',
      Action: ['autoscaling:CreateOrUpdateTags', 'ec2:CreateTags', ...WRITE_OR_REMOVE],
      Resource: ['*'],
      Condition: {
        ...isOfAPerson,
        ...condition,
        'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [key] },
      },
    },
    {
      Sid: `Tags${who}`,
      Effect: 'Deny',
      Action: ['autoscaling:DeleteTags', 'ec2:DeleteTags'],
      Resource: ['*'],
      Condition: { ...isOfAPerson, ...condition },
    },
  ]);
};
