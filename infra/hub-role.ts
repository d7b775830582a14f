import { Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { roleArn } from '../lambdas/domain/role-arn.ts';
import {
  ACCESS_REVIEW_ROLE_NAME,
  type AnyFunctionName,
  COSTS_ROLE_NAME,
  DIRECTORY_ROLE_NAME,
  functionRoleName,
  SUB_ACCOUNT_ROLES,
} from './names.ts';

const ROLES = {
  ...SUB_ACCOUNT_ROLES,
  directory: DIRECTORY_ROLE_NAME,
  costs: COSTS_ROLE_NAME,
  'access-review': ACCESS_REVIEW_ROLE_NAME,
};

/** A statement of a role's policy, and why it names no narrower resource. */
export interface Permission {
  readonly statement: PolicyStatement;
  /** The resources with a wildcard, as cdk-nag prints them. */
  readonly wildcard: string | readonly string[];
  readonly reason: string;
}

interface HubRoleProps {
  /** What the role is for. */
  readonly purpose: keyof typeof ROLES;
  readonly description: string;
  /** The functions of the hub that may assume it. */
  readonly trusts: AnyFunctionName | readonly AnyFunctionName[];
  readonly hubAccountId: string;
  /** Everything that the role may do. */
  readonly permissions: readonly Permission[];
}

/** A role in another account that functions of the hub assume. A role that may change anything trusts only one. */
export class HubRole extends Construct {
  constructor(scope: Construct, id: string, props: HubRoleProps) {
    super(scope, id);
    const { purpose, permissions, hubAccountId, trusts } = props;
    const trusted = (name: AnyFunctionName) => roleArn(hubAccountId, functionRoleName(name));
    const role = new Role(this, 'Resource', {
      roleName: ROLES[purpose],
      description: props.description,
      // The account with a condition: a role as principal must exist first, and the trust breaks when it is recreated.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
      assumedBy: new AccountPrincipal(hubAccountId).withConditions({
        StringEquals: {
          'aws:PrincipalArn': typeof trusts === 'string' ? trusted(trusts) : trusts.map(trusted),
        },
      }),
      inlinePolicies: {
        [purpose]: new PolicyDocument({ statements: permissions.map(({ statement }) => statement) }),
      },
    });
    for (const { wildcard, reason } of permissions) {
      for (const resource of [wildcard].flat()) {
        Validations.of(role).acknowledge({
          id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
          reason,
        });
      }
    }
  }
}
