import {
  Annotations,
  CfnOutput,
  type CfnResource,
  CustomResource,
  Duration,
  RemovalPolicy,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import { CfnGroup, CfnManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PasswordPolicy } from '../../lambdas/aws/gateway-iam.ts';
import type { Configuration, ConfigurationWithAccess } from '../config/configuration.ts';
import { EnforcementFunction } from '../hub/enforcement-function.ts';
import { assignmentPolicyName, groupName, RESEARCHERS_GROUP_NAME } from '../names.ts';
import { GLOBAL_REGION } from '../regions.ts';
import { assignmentGroups } from './assignments.ts';
import { GROUP_POLICY_CHARACTERS, MANAGED_POLICY_CHARACTERS, within } from './policy.ts';
import { selfServicePolicy } from './self-service.ts';

/** Every field that has a value. What the account has that is stronger is kept. */
const PASSWORD_POLICY: PasswordPolicy = {
  MinimumPasswordLength: 10,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  HardExpiry: false,
};

/**
 * The gateway account, where people sign in: password policy, users, their groups, and who may assume what. What it makes is
 * retained, but for the assignments: without its groups, people who have other policies would need no MFA.
 */
export class AccessGatewayStack extends Stack {
  constructor(scope: Construct, id: string, { access, gateway }: ConfigurationWithAccess) {
    super(scope, id, {
      env: { account: gateway.accountId, region: GLOBAL_REGION },
      description: 'Tag enforcement: the users of the gateway account, and what they may assume',
    });
    const selfService = within(GROUP_POLICY_CHARACTERS, selfServicePolicy(gateway.accountId), 'access');
    const groups = assignmentGroups(access).map((policies, index) => {
      const group = new CfnGroup(this, `Group${index + 1}`, {
        groupName: groupName(index),
        ...(index === 0 ? { policies: [{ policyName: 'self-service', policyDocument: selfService }] } : {}),
      });
      group.applyRemovalPolicy(RemovalPolicy.RETAIN);
      for (const { id: policyId, policy } of policies) {
        // Attached by the policy, so that CloudFormation can delete it although the group stays.
        new CfnManagedPolicy(this, `Assignments${policyId}`, {
          managedPolicyName: assignmentPolicyName(policyId),
          description: 'Who may assume which role of a sub-account',
          policyDocument: within(MANAGED_POLICY_CHARACTERS, policy, 'access.people'),
          groups: [group.ref],
        });
      }
      return group;
    });
    const groupNames = groups.map((_, index) => groupName(index));
    for (const group of groups.slice(0, 1)) acknowledgeSelfService(group, gateway.accountId);
    const { fn } = new AccessFunction(this, gateway.accountId, groupNames);
    new CustomResource(this, 'PasswordPolicy', {
      serviceToken: fn.functionArn,
      resourceType: 'Custom::PasswordPolicy',
      properties: { Policy: JSON.stringify(PASSWORD_POLICY) },
    });
    const users = new CustomResource(this, 'Users', {
      serviceToken: fn.functionArn,
      resourceType: 'Custom::Users',
      properties: { UserNames: access.userNames, GroupNames: groupNames },
    });
    for (const group of groups) users.node.addDependency(group);
    new CfnOutput(this, 'UsersNotListed', {
      description: `Users in the group ${RESEARCHERS_GROUP_NAME} who are not in the configuration`,
      value: users.getAttString('NotListed'),
    });
  }
}

/** The function behind the custom resources. */
class AccessFunction extends Construct {
  readonly fn: EnforcementFunction['function'];

  constructor(scope: Construct, accountId: string, groupNames: readonly string[]) {
    super(scope, 'Access');
    const access = new EnforcementFunction(this, {
      name: 'access',
      description: 'Sets the password policy of the gateway account, and creates users who are not there',
      environment: {},
      // Lambda's maximum: some hundred users, of two calls or more each.
      timeout: Duration.minutes(15),
    });
    const users = `arn:aws:iam::${accountId}:user/*`;
    const groups = groupNames.map((name) => `arn:aws:iam::${accountId}:group/${name}`);
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    const passwordPolicy = ['iam:GetAccountPasswordPolicy', 'iam:UpdateAccountPasswordPolicy'];
    access.grant(new PolicyStatement({ actions: passwordPolicy, resources: ['*'] }));
    access.grant(new PolicyStatement({ actions: ['iam:CreateUser'], resources: [users] }));
    access.grant(new PolicyStatement({ actions: ['iam:AddUserToGroup', 'iam:GetGroup'], resources: groups }));
    access.acknowledge(
      users,
      'Who will be listed is not known beforehand. It can only create, without a password.',
    );
    this.fn = access.function;
  }
}

const acknowledgeSelfService = (group: CfnResource, accountId: string): void => {
  const reasons = [
    ['*', 'Lists of the account, and the Deny of everything else without MFA.'],
    [`arn:aws:iam::${accountId}:user/*/<aws:username>`, 'The user of that name, in whatever path.'],
    [
      `arn:aws:signin:*:${accountId}:oauth2/public-client/*`,
      'The command line signs in by either of its clients.',
    ],
  ] as const;
  for (const [resource, reason] of reasons) {
    Validations.of(group).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
      reason,
    });
  }
};

/** Researchers who may do something in the gateway account may do it to the hub, where both are one. */
export const warnOfSharedAccount = (scope: Construct, { hub, gateway }: Configuration): void => {
  if (hub.accountId !== gateway.accountId) return;
  Annotations.of(scope).addWarningV2(
    'tag-enforcement:hub-and-gateway',
    'hub.accountId and gateway.accountId are one account: whoever gets rights in the gateway may use them on the hub. docs/organization.md',
  );
};
