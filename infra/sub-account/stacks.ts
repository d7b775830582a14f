import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Configuration, hasAccess, type SubAccount } from '../config/configuration.ts';
import { creationPattern, globalCreationPattern } from '../events/creation-patterns.ts';
import {
  launchAndAttachPattern,
  SESSION_RULE_STATE,
  sessionPattern,
  tagChangePattern,
} from '../events/event-patterns.ts';
import { RuleToHub } from '../events/rule-to-hub.ts';
import { HubRole } from '../hub-role.ts';
import { busArn } from '../names.ts';
import { GLOBAL_REGION } from '../regions.ts';
import { actPermissions } from './guard.ts';
import { lookUpPermission, readPermission, reportPermissions, tagsPermissions } from './read-policies.ts';
import { correctPermission, propagatePermissions, repairPermission } from './tag-policies.ts';
import { Trail } from './trail.ts';

/**
 * A sub-account's stack that exists once: the roles that the hub assumes, and the trail if `trail` is `create`. It has no
 * assets, no parameters and no literal id of its own account, so that a StackSet can use the template as it is.
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
      description: 'Reads instances, Auto Scaling groups and their tags',
      // One role for both: they read the same things, and the role allows nothing else.
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
    if (configuration.propagate.length > 0) {
      new HubRole(this, 'Propagate', {
        purpose: 'propagate',
        description: 'Writes the Owner of instances on what is attached to them and has none',
        trusts: 'propagate',
        hubAccountId,
        permissions: propagatePermissions(configuration, subAccount),
      });
    }
    if (configuration.creations !== 'off') {
      new HubRole(this, 'Tags', {
        purpose: 'tags',
        description: 'Reads the tags of every resource, and whether it exists',
        trusts: 'reminders',
        hubAccountId,
        permissions: tagsPermissions(regions),
      });
      // In dry-run nothing of these is written.
      if (subAccount.mode === 'enforce') {
        new HubRole(this, 'Correct', {
          purpose: 'correct',
          description: 'Writes the Owner that a near miss on a resource of EC2 means',
          trusts: 'reminders',
          hubAccountId,
          permissions: [correctPermission(ownerTag, regions)],
        });
      }
    }
    if (configuration.report !== 'off') {
      new HubRole(this, 'Report', {
        purpose: 'report',
        description: 'Lists every resource with its tags',
        // Whoever looks at access needs to know when roles were used: the same call of IAM shows it.
        trusts: hasAccess(configuration) ? ['collect', 'access-review'] : 'collect',
        hubAccountId,
        permissions: reportPermissions(regions),
      });
    }
    if (subAccount.mode === 'enforce') {
      new HubRole(this, 'Act', {
        purpose: 'act',
        description: 'Terminates instances that no Owner tag protects',
        trusts: 'terminate',
        hubAccountId,
        permissions: actPermissions(configuration, regions),
      });
    }
    if (subAccount.trail === 'create') new Trail(this);
  }
}

/**
 * A sub-account's stack in each of its Regions: the rules that send events to the hub's bus. A StackSet can use it as it
 * is. In a Region where launches are not enforced it has the rule about sessions only, and in us-east-1 that about what the
 * services without Regions create.
 */
export class RegionStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    configuration: Configuration,
    { accountId, regions }: SubAccount,
    region: string,
  ) {
    super(scope, id, {
      env: { account: accountId, region },
      description: 'Tag enforcement: the rules of a sub-account in a Region',
      synthesizer: new StackSetSynthesizer(),
      analyticsReporting: false,
    });
    const { hub, ownerTag, creations } = configuration;
    const hubBusArn = busArn(hub);
    const isListed = regions.includes(region);
    if (isListed) {
      new RuleToHub(this, 'Launches', {
        description: 'Sends successful launches to the hub of tag-enforcement',
        pattern: launchAndAttachPattern(configuration),
        hubBusArn,
      });
      new RuleToHub(this, 'Tags', {
        description: 'Sends changed Owner tags of instances to the hub of tag-enforcement',
        pattern: tagChangePattern(ownerTag.key),
        hubBusArn,
      });
    }
    if (creations !== 'off' && (isListed || region === GLOBAL_REGION)) {
      new RuleToHub(this, 'Creations', {
        description: 'Sends calls that may create a resource to the hub of tag-enforcement',
        pattern: isListed ? creationPattern : globalCreationPattern,
        hubBusArn,
      });
    }
    new RuleToHub(this, 'Sessions', {
      description: 'Sends sessions of roles to the hub of tag-enforcement',
      pattern: sessionPattern,
      state: SESSION_RULE_STATE,
      hubBusArn,
    });
  }
}

/** CDK's synthesizer without the parameter and the rule that check for a bootstrapped account: a StackSet needs none. */
export class StackSetSynthesizer extends DefaultStackSynthesizer {
  constructor() {
    super({ generateBootstrapVersionRule: false });
  }

  // Only for their types: CDK's own do not fit its interface under exactOptionalPropertyTypes.
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
