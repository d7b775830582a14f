import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { allowAssume } from './assume-sub-account-role.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { repairEnvironment } from './environments.ts';
import type { Table } from './table.ts';

export interface RepairProps {
  readonly configuration: Configuration;
  readonly table: Table;
}

/** Writes the Owner that a near miss means. It may assume the repair roles, and count what it wrote. */
export class Repair extends Construct {
  readonly repair: EnforcementFunction;

  constructor(scope: Construct, { configuration, table }: RepairProps) {
    super(scope, 'Repair');
    this.repair = new EnforcementFunction(this, {
      name: 'repair',
      description: 'Writes the Owner tag that a near miss means',
      environment: repairEnvironment(configuration, table.tableName),
      // A session and a call for some thirty instances of an Owner, and half a minute of throttling.
      timeout: Duration.minutes(1),
    });
    table.allow(this.repair, ['GetItem', 'PutItem'], ['repaired#*']);
    allowAssume(this.repair, SUB_ACCOUNT_ROLES.repair, configuration.subAccounts);
  }
}
