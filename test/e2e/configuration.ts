import { GLOBAL_REGION, withGlobalRegion } from '../../infra/regions.ts';
import type { AccountName, Target } from './target.ts';

/** Where the hub is. */
export const HUB_REGION = 'us-west-2';

/** The Regions of each sub-account. */
export const REGIONS = {
  alpha: ['us-west-2', 'us-east-1'],
  beta: ['us-west-2'],
  gamma: ['us-west-2'],
} as const satisfies Partial<Record<AccountName, readonly string[]>>;

export const SUB_ACCOUNT_NAMES = ['alpha', 'beta', 'gamma'] as const satisfies readonly AccountName[];
export type SubAccountName = (typeof SUB_ACCOUNT_NAMES)[number];

/** Every Region in which an account has stacks and is bootstrapped. */
export const stackRegions = (account: AccountName): readonly string[] => {
  switch (account) {
    case 'hub':
      return [HUB_REGION];
    case 'gateway':
      return [GLOBAL_REGION];
    default:
      // Its AccountStack is in the hub's Region, and the rules for sessions are in us-east-1 too.
      return withGlobalRegion([HUB_REGION, ...REGIONS[account]]);
  }
};

/** The value of `tagEnforcement` in cdk.json. The minutes are the shortest that it accepts. */
export const configuration = ({ accounts }: Target, subAccounts: readonly SubAccountName[]) => ({
  mode: 'enforce',
  ownerTag: { key: 'Owner', patterns: ['?*@example.org', 'shared'], onInvalidValue: 'report' },
  gracePeriodMinutes: 1,
  warnAfterMinutes: 0,
  minimumNoticeMinutes: 1,
  // The minimum: three instances are never too many, whatever the size of an account.
  maxTerminationsAtOnce: 3,
  timeZone: 'UTC',
  hub: { accountId: accounts.hub, region: HUB_REGION },
  gateway: { accountId: accounts.gateway, alias: 'gateway' },
  administrators: ['admin@example.org'],
  subAccounts: subAccounts.map((name) => ({
    name,
    accountId: accounts[name],
    regions: REGIONS[name],
    programManagers: [`${name}@example.org`],
  })),
});
