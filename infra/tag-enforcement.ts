import type { App } from 'aws-cdk-lib';
import type { Configuration } from './config/configuration.ts';
import { GatewayStack } from './gateway/gateway-stack.ts';
import { HubStack } from './hub/hub-stack.ts';
import { withGlobalRegion } from './regions.ts';
import { AccountStack, RegionStack } from './sub-account/stacks.ts';

/** Adds every stack of the configuration to the app. Stacks are named by account id: names and order may change. */
export const tagEnforcement = (app: App, configuration: Configuration): void => {
  const hub = new HubStack(app, 'TagEnforcement-Hub', configuration);
  const gateway = new GatewayStack(app, 'TagEnforcement-Gateway', configuration);
  gateway.addStackDependency(hub);
  for (const subAccount of configuration.subAccounts) {
    const { accountId, regions } = subAccount;
    const account = new AccountStack(app, `TagEnforcement-Account-${accountId}`, configuration, subAccount);
    // The hub's functions must find the roles that they assume to permit what they ask.
    hub.addStackDependency(account);
    // People who sign in at the global endpoint of STS, and launch elsewhere, are seen in the global Region alone. The
    // sweep's own sessions are seen in the hub's: they come from every account all day, and are missed when they do not.
    for (const region of withGlobalRegion([...regions, configuration.hub.region])) {
      const id = `TagEnforcement-Region-${accountId}-${region}`;
      const rules = new RegionStack(app, id, configuration, subAccount, region);
      // An event must find the bus.
      rules.addStackDependency(hub);
    }
  }
};
