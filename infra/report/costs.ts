import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Configuration } from '../config/configuration.ts';
import { EnforcementFunction } from '../hub/enforcement-function.ts';
import { HubRole } from '../hub-role.ts';
import { COSTS_ROLE_NAME } from '../names.ts';
import { GLOBAL_REGION } from '../regions.ts';
import { costsEnvironment } from './environments.ts';
import { grantObjects, type ReportFunctionProps } from './report-functions.ts';

/** A few questions, of which some have several pages; Cost Explorer may take a minute for one. */
const TIMEOUT = Duration.minutes(10);

/** Reads the costs of twelve months from Cost Explorer, and writes them into the bucket, or why there are none. */
export class Costs extends EnforcementFunction {
  constructor(scope: Construct, { configuration, bucket }: ReportFunctionProps) {
    super(new Construct(scope, 'Costs'), {
      name: 'costs',
      description: 'Reads the costs of all sub-accounts by Owner',
      environment: costsEnvironment(configuration, bucket.bucketName),
      timeout: TIMEOUT,
    });
    grantObjects(this, bucket, ['PutObject'], ['work/*', 'costs/*']);
    const { accountId, view } = configuration.billing ?? {};
    if (accountId !== undefined) {
      this.allow(['sts:AssumeRole'], [roleArn(accountId, COSTS_ROLE_NAME)]);
    }
    if (view !== undefined) {
      this.allow(['billing:GetBillingViewData', 'ce:GetCostAndUsage'], [view]);
    }
  }
}

/** The payer account's stack: a role that reads costs, and nothing else. No assets. */
export class BillingStack extends Stack {
  constructor(scope: Construct, id: string, { hub }: Configuration, payerAccountId: string) {
    super(scope, id, {
      env: { account: payerAccountId, region: GLOBAL_REGION },
      description: 'Tag enforcement: the payer account, which shows the costs of all accounts',
    });
    new HubRole(this, 'Costs', {
      purpose: 'costs',
      description: 'Reads the costs of the organization',
      trusts: 'costs',
      hubAccountId: hub.accountId,
      permissions: [
        {
          statement: new PolicyStatement({ actions: ['ce:GetCostAndUsage'], resources: ['*'] }),
          wildcard: '*',
          // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscostexplorerservice.html
          reason: 'Cost Explorer has no resource but billing views, and these costs are of none.',
        },
      ],
    });
  }
}
