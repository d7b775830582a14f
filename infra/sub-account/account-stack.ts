import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration, SubAccount } from '../config/configuration.ts';
import { HubRole } from '../hub-role.ts';
import { actPermissions } from './act-policy.ts';
import { lookUpPermission } from './look-up-policy.ts';
import { readPermission } from './read-policy.ts';
import { repairPermission } from './repair-policy.ts';
import { StackSetSynthesizer } from './stack-set-synthesizer.ts';
import { Trail } from './trail.ts';

/**
 * What a sub-account holds once: the roles that the hub assumes, and the trail if it is to be created. No assets, no
 * parameters, no literal account id of its own: the template fits a StackSet as it is.
 */
export class AccountStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration, subAccount: SubAccount) {
    super(scope, id, {
      env: { account: subAccount.accountId, region: configuration.hub.region },
      description: 'Tag enforcement: the roles of a sub-account',
      synthesizer: new StackSetSynthesizer(),
      analyticsReporting: false,
    });
    const { ownerTag } = configuration;
    const hubAccountId = configuration.hub.accountId;
    const { regions } = subAccount;
    new HubRole(this, 'Read', {
      purpose: 'read',
      description: 'Looks at instances, Auto Scaling groups and their tags',
      // One role for both: they read the same, and neither may do anything else with it.
      trusts: ['check', 'sweep'],
      hubAccountId,
      permissions: [readPermission(regions)],
    });
    new HubRole(this, 'Repair', {
      purpose: 'repair',
      description: 'Writes valid Owner tags',
      trusts: 'repair',
      hubAccountId,
      permissions: [repairPermission(ownerTag, regions)],
    });
    new HubRole(this, 'LookUp', {
      purpose: 'look-up',
      description: 'Asks CloudTrail who is behind a session',
      trusts: 'look-up',
      hubAccountId,
      permissions: [lookUpPermission(regions)],
    });
    if (subAccount.mode === 'enforce') {
      new HubRole(this, 'Act', {
        purpose: 'act',
        description: 'Ends instances that no Owner tag protects',
        trusts: 'terminate',
        hubAccountId,
        permissions: actPermissions(configuration, regions),
      });
    }
    if (subAccount.trail === 'create') new Trail(this);
  }
}
