import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { SUB_ACCOUNT_ROLES, stateMachineArn } from '../names.ts';
import { allowSeeOpen } from './allow-begin.ts';
import { allowAssume } from './assume-sub-account-role.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { checkEnvironment } from './environments.ts';
import type { Pause } from './pause.ts';
import type { Table } from './table.ts';

export interface CheckProps {
  readonly configuration: Configuration;
  readonly pause: Pause;
  readonly table: Table;
}

/**
 * Looks at a launch's instances and plans the round. It may assume the read roles, read the pause and what the breaker holds,
 * ask for users, and see what else is open.
 */
export class Check extends Construct {
  readonly check: EnforcementFunction;

  constructor(scope: Construct, { configuration, pause, table }: CheckProps) {
    super(scope, 'Check');
    this.check = new EnforcementFunction(this, {
      name: 'check',
      description: 'Judges the instances of a launch as they stand',
      environment: checkEnvironment(configuration),
      // Two looks ten seconds apart at the instances, and two at what launched them, with half a minute of throttling.
      timeout: Duration.minutes(2),
    });
    pause.allow(this.check);
    table.allow(this.check, ['GetItem'], ['breaker#*']);
    table.allow(this.check, ['Query'], ['held-by#*']);
    table.allowAskForUsers(this.check, configuration);
    // By its name: the state machine calls this function.
    allowSeeOpen(this.check, stateMachineArn(configuration.hub));
    allowAssume(this.check, SUB_ACCOUNT_ROLES.read, configuration.subAccounts);
  }
}
