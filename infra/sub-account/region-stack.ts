import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration, SubAccount } from '../config/configuration.ts';
import { launchPattern } from '../launch-pattern.ts';
import { busArn } from '../names.ts';
import { RuleToHub } from '../rule-to-hub.ts';
import { SESSION_RULE_STATE, sessionPattern } from '../session-pattern.ts';
import { tagChangePattern } from '../tag-change-pattern.ts';
import { StackSetSynthesizer } from './stack-set-synthesizer.ts';

/**
 * What a sub-account holds in each of its Regions: the rules to the hub's bus. It fits a StackSet as it is. In a Region
 * where launches are nobody's business it holds the rule about sessions alone.
 */
export class RegionStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { hub, ownerTag }: Configuration,
    { accountId, regions }: SubAccount,
    region: string,
  ) {
    super(scope, id, {
      env: { account: accountId, region },
      description: 'Tag enforcement: the rules of a sub-account in a Region',
      synthesizer: new StackSetSynthesizer(),
      analyticsReporting: false,
    });
    const hubBusArn = busArn(hub);
    if (regions.includes(region)) {
      new RuleToHub(this, 'Launches', {
        description: 'Successful launches, to the hub of tag-enforcement',
        pattern: launchPattern,
        hubBusArn,
      });
      new RuleToHub(this, 'Tags', {
        description: 'Changed Owner tags of instances, to the hub of tag-enforcement',
        pattern: tagChangePattern(ownerTag.key),
        hubBusArn,
      });
    }
    new RuleToHub(this, 'Sessions', {
      description: 'Sessions of roles, to the hub of tag-enforcement',
      pattern: sessionPattern,
      state: SESSION_RULE_STATE,
      hubBusArn,
    });
  }
}
