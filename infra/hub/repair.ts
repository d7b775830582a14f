import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { allowAssume } from './assume-sub-account-role.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { repairEnvironment } from './environments.ts';

/** Writes the Owner that a near miss means. It may only assume the repair roles. */
export class Repair extends Construct {
  readonly repair: EnforcementFunction;

  constructor(scope: Construct, configuration: Configuration) {
    super(scope, 'Repair');
    this.repair = new EnforcementFunction(this, {
      name: 'repair',
      description: 'Writes the Owner tag that a near miss means',
      environment: repairEnvironment(configuration),
      // A call for each Owner, and half a minute of throttling.
      timeout: Duration.minutes(1),
    });
    allowAssume(this.repair, SUB_ACCOUNT_ROLES.repair, configuration.subAccounts);
  }
}
