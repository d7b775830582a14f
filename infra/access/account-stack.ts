import { Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AccessRole } from '../config/access.ts';
import type { ConfigurationWithAccess } from '../config/configuration.ts';
import { BOUNDARY_NAME } from '../names.ts';
import { StackSetSynthesizer } from '../sub-account/stacks.ts';
import { trustPolicy } from './assignments.ts';
import { MANAGED_POLICY_CHARACTERS, TRUST_POLICY_CHARACTERS, within } from './policy.ts';
import { boundaryPolicy } from './protect-service.ts';

/** A session lasts as long as AWS allows: a Toil workflow runs that long with one. */
const SESSION_SECONDS = 12 * 3600;

/** A policy of AWS by its ARN, or one of the account by its name. The template does not hold the account's id. */
const policyArn = (policy: string): string =>
  policy.startsWith('arn:') ? policy : `arn:aws:iam::${Aws.ACCOUNT_ID}:policy/${policy}`;

/**
 * The roles of a sub-account that people switch to, and the boundary that keeps them from changing this service. A StackSet can
 * use it as it is. All of it is retained when the stack is deleted: work goes on in those roles.
 */
export class AccessAccountStack extends Stack {
  constructor(scope: Construct, id: string, configuration: ConfigurationWithAccess, accountId: string) {
    super(scope, id, {
      env: { account: accountId, region: configuration.hub.region },
      description: 'Tag enforcement: the roles of a sub-account that people switch to',
      synthesizer: new StackSetSynthesizer(),
      analyticsReporting: false,
    });
    const { access } = configuration;
    const isBounded = access.roles.some(({ permissionsBoundary }) => permissionsBoundary === BOUNDARY_NAME);
    const boundary = isBounded
      ? new CfnManagedPolicy(this, 'Boundary', {
          managedPolicyName: BOUNDARY_NAME,
          description: 'The permissions boundary of those who may not change tag-enforcement',
          policyDocument: within(MANAGED_POLICY_CHARACTERS, boundaryPolicy(configuration), 'access.roles'),
        })
      : undefined;
    boundary?.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (boundary) {
      Validations.of(boundary).acknowledge(
        { id: 'AwsSolutions::AwsSolutions-IAM5[Action::*]', reason: BOUNDARY_REASON },
        { id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: BOUNDARY_REASON },
      );
    }
    for (const role of access.roles) {
      const made = this.role(role, configuration);
      if (boundary && role.permissionsBoundary === BOUNDARY_NAME) made.addResourceDependency(boundary);
    }
  }

  private role(
    { name, managedPolicies, permissionsBoundary }: AccessRole,
    configuration: ConfigurationWithAccess,
  ): CfnRole {
    const role = new CfnRole(this, `Role-${name}`, {
      roleName: name,
      description: 'People of the gateway account switch to it',
      assumeRolePolicyDocument: within(TRUST_POLICY_CHARACTERS, trustPolicy(configuration), 'access.roles'),
      managedPolicyArns: managedPolicies.map(policyArn),
      maxSessionDuration: SESSION_SECONDS,
      ...(permissionsBoundary === 'none' ? {} : { permissionsBoundary: policyArn(permissionsBoundary) }),
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    for (const policy of managedPolicies.filter((one) => one.startsWith('arn:'))) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions::AwsSolutions-IAM4[Policy::${policy}]`,
        reason:
          'The configuration chooses what people may do; AWS keeps its own policy up to date with its services.',
      });
    }
    return role;
  }
}

const BOUNDARY_REASON = 'A boundary grants nothing: it allows everything but to change this service.';
