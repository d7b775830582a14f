import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration, SubAccount } from '../config.ts';
import { busArn } from '../names.ts';
import { LaunchRule } from './launch-rule.ts';
import { StackSetSynthesizer } from './stack-set-synthesizer.ts';

/** What a sub-account holds in each of its Regions: the rules to the hub's bus. It fits a StackSet as it is. */
export class RegionStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { hub }: Configuration,
    { accountId }: SubAccount,
    region: string,
  ) {
    super(scope, id, {
      env: { account: accountId, region },
      description: 'Tag enforcement: the rules of a sub-account in a Region',
      synthesizer: new StackSetSynthesizer(),
      analyticsReporting: false,
    });
    new LaunchRule(this, busArn(hub));
  }
}
