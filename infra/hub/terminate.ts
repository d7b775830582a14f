import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { allowAssume } from './assume-sub-account-role.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { terminateEnvironment } from './environments.ts';
import type { Pause } from './pause.ts';
import type { Table } from './table.ts';

export interface TerminateProps {
  readonly configuration: Configuration;
  readonly pause: Pause;
  readonly table: Table;
}

/** Terminates what a fresh check found noncompliant. The only function that may assume the act roles. */
export class Terminate extends Construct {
  readonly terminate: EnforcementFunction;

  constructor(scope: Construct, { configuration, pause, table }: TerminateProps) {
    super(scope, 'Terminate');
    this.terminate = new EnforcementFunction(this, {
      name: 'terminate',
      description: 'Terminates noncompliant instances at their deadline',
      environment: terminateEnvironment(configuration),
      // It acts for a minute, which a verdict lasts. A last call may hang for as long as its clients let it: half a minute.
      timeout: Duration.minutes(2),
    });
    const enforced = configuration.subAccounts.filter(({ mode }) => mode === 'enforce');
    pause.allow(this.terminate);
    table.allow(this.terminate, ['GetItem'], ['breaker#*']);
    table.allow(this.terminate, ['Query'], ['held-by#*']);
    allowAssume(this.terminate, SUB_ACCOUNT_ROLES.act, enforced);
  }
}
