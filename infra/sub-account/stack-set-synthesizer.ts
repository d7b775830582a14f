import { DefaultStackSynthesizer } from 'aws-cdk-lib';

/** CDK's synthesizer without the parameter and rule that look for a bootstrapped account: a StackSet brings neither. */
export class StackSetSynthesizer extends DefaultStackSynthesizer {
  constructor() {
    super({ generateBootstrapVersionRule: false });
  }

  // For their types alone: CDK's own do not fit its interface under exactOptionalPropertyTypes.
  override get bootstrapQualifier(): string {
    return super.bootstrapQualifier ?? '';
  }
  override get lookupRole(): string {
    return super.lookupRole ?? '';
  }
  override get cloudFormationExecutionRole(): string {
    return super.cloudFormationExecutionRole ?? '';
  }
}
