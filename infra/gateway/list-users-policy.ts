import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Permission } from '../hub-role.ts';

/** Lets `directory` list the users of the gateway account. */
export const listUsersPermission = (): Permission => ({
  statement: new PolicyStatement({ actions: ['iam:ListUsers'], resources: ['*'] }),
  wildcard: '*',
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
  reason: 'ListUsers takes no resource: it lists the users of this account, and no other.',
});
