import type { StatementJson } from './policy.ts';

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
      Action: ['autoscaling:CreateOrUpdateTags', 'ec2:CreateTags'],
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
