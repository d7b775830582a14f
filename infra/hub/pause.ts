import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { PAUSE_PARAMETER_NAME } from '../names.ts';
import type { EnforcementFunction } from './enforcement-function.ts';

/**
 * The switch that pauses enforcement: any value but `no` does.
 *
 * Do not change this resource: CloudFormation writes a resource only when its template changes. A deployment keeps a value
 * that was set by hand, but any change here (of the description, or a tag on the whole stack) writes `no` and ends a pause.
 */
export class Pause extends Construct {
  private readonly parameter: StringParameter;

  constructor(scope: Construct) {
    super(scope, 'Pause');
    this.parameter = new StringParameter(this, 'Resource', {
      parameterName: PAUSE_PARAMETER_NAME,
      description: 'Whether tag enforcement is paused: no, or anything else',
      // No allowedPattern: somebody who writes YES or true in a hurry means to pause.
      stringValue: 'no',
    });
  }

  /** Lets a function read the pause. */
  grant(fn: EnforcementFunction): void {
    fn.allow(['ssm:GetParameter'], [this.parameter.parameterArn]);
  }
}
