import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type Configuration, hasAccess } from '../config/configuration.ts';
import { userPattern } from '../events/event-patterns.ts';
import { RuleToHub } from '../events/rule-to-hub.ts';
import { HubRole, type Permission } from '../hub-role.ts';
import { busArn } from '../names.ts';
import { GLOBAL_REGION } from '../regions.ts';

/** The gateway account's stack: a role to list its users, and a rule for users created, deleted or renamed. No assets. */
export class GatewayStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    const { gateway, hub } = configuration;
    super(scope, id, {
      // IAM's events are in this Region only.
      env: { account: gateway.accountId, region: GLOBAL_REGION },
      description: 'Tag enforcement: the gateway account, which has the IAM users',
    });
    new HubRole(this, 'Directory', {
      purpose: 'directory',
      description: 'Lists the IAM users of the gateway account',
      trusts: 'directory',
      hubAccountId: hub.accountId,
      permissions: [listUsersPermission()],
    });
    if (hasAccess(configuration) && configuration.report !== 'off') {
      new HubRole(this, 'AccessReview', {
        purpose: 'access-review',
        description: 'Reads who has access, for the report',
        trusts: 'access-review',
        hubAccountId: hub.accountId,
        permissions: [reviewPermission()],
      });
    }
    new RuleToHub(this, 'Users', {
      description: 'Sends the creation, deletion and renaming of users to the hub of tag-enforcement',
      pattern: userPattern,
      hubBusArn: busArn(hub),
    });
  }
}

/** Lets `directory` list the users of the gateway account. */
const listUsersPermission = (): Permission => ({
  statement: new PolicyStatement({ actions: ['iam:ListUsers'], resources: ['*'] }),
  wildcard: '*',
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
  reason: 'ListUsers takes no resource: it lists the users of this account, and no other.',
});

/** Lets `access-review` read the users of the gateway account: their MFA, keys and policies. */
const reviewPermission = (): Permission => ({
  statement: new PolicyStatement({
    actions: [
      'iam:GenerateCredentialReport',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetCredentialReport',
    ],
    resources: ['*'],
  }),
  wildcard: '*',
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
  reason: 'These take no resource: they read the users of this account, and no other.',
});
