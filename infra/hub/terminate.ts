import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Configuration } from '../config.ts';
import { SUB_ACCOUNT_ROLES } from '../names.ts';
import { allowAssume } from './assume-sub-account-role.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import { terminateEnvironment } from './environments.ts';
import type { Pause } from './pause.ts';

export interface TerminateProps {
  readonly configuration: Configuration;
  readonly pause: Pause;
}

/** Terminates what a fresh check found noncompliant. The only function that may assume the act roles. */
export class Terminate extends Construct {
  readonly terminate: EnforcementFunction;

  constructor(scope: Construct, { configuration, pause }: TerminateProps) {
    super(scope, 'Terminate');
    this.terminate = new EnforcementFunction(this, {
      name: 'terminate',
      description: 'Terminates noncompliant instances at their deadline',
      environment: terminateEnvironment(configuration),
      // 1,000 instances that all refuse to end cost 2,000 calls, at 5 a second after the first 100: 6.5 minutes; and 10
      // more to stop them. What takes longer (each of 1,000 protections removed) is looked at again, and goes on.
      timeout: Duration.minutes(10),
    });
    const enforced = configuration.subAccounts.filter(({ mode }) => mode === 'enforce');
    pause.allow(this.terminate);
    allowAssume(this.terminate, SUB_ACCOUNT_ROLES.act, enforced);
  }
}
