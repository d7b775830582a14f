import type { App } from 'aws-cdk-lib';
import { AccessAccountStack } from './access/account-stack.ts';
import { AccessGatewayStack, warnOfSharedAccount } from './access/gateway-stack.ts';
import { type Configuration, hasAccess } from './config/configuration.ts';
import { GatewayStack } from './gateway/gateway-stack.ts';
import { HubStack } from './hub/hub-stack.ts';
import {
  ACCESS_GATEWAY_STACK_NAME,
  accessStackName,
  BILLING_STACK_NAME,
  HUB_STACK_NAME,
  REPORT_STACK_NAME,
} from './names.ts';
import { withGlobalRegion } from './regions.ts';
import { BillingStack } from './report/costs.ts';
import { ReportStack } from './report/report-stack.ts';
import { AccountStack, RegionStack } from './sub-account/stacks.ts';

/** Adds every stack of the configuration to the app. Stacks are named by account id, so accounts may be renamed. */
export const tagEnforcement = (app: App, configuration: Configuration): void => {
  const hub = new HubStack(app, HUB_STACK_NAME, configuration);
  const gateway = new GatewayStack(app, 'TagEnforcement-Gateway', configuration);
  gateway.addStackDependency(hub);
  if (hasAccess(configuration)) {
    warnOfSharedAccount(gateway, configuration);
    new AccessGatewayStack(app, ACCESS_GATEWAY_STACK_NAME, configuration);
  }
  const report =
    configuration.report === 'off' ? null : new ReportStack(app, REPORT_STACK_NAME, configuration);
  // Its alarms' topic, the table of users and the queue of mails are the hub's.
  report?.addStackDependency(hub);
  const payer = configuration.billing?.accountId;
  if (report && payer !== undefined) {
    report.addStackDependency(new BillingStack(app, BILLING_STACK_NAME, configuration, payer));
  }
  for (const subAccount of configuration.subAccounts) {
    const { accountId, regions } = subAccount;
    if (hasAccess(configuration)) {
      new AccessAccountStack(app, accessStackName(accountId), configuration, accountId);
    }
    const account = new AccountStack(app, `TagEnforcement-Account-${accountId}`, configuration, subAccount);
    // Roles are deployed before the functions that assume them, so that a new function finds its permissions.
    hub.addStackDependency(account);
    // A session that comes from the global endpoint of STS is recorded in the global Region only. The sweep's own sessions
    // are recorded in the hub's Region: each account sends them all day, and the alarm on silence needs them.
    for (const region of withGlobalRegion([...regions, configuration.hub.region])) {
      const id = `TagEnforcement-Region-${accountId}-${region}`;
      const rules = new RegionStack(app, id, configuration, subAccount, region);
      // The rules need the bus.
      rules.addStackDependency(hub);
    }
  }
};
