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

/** Every Region that an account has stacks in: it is bootstrapped there. */
export const stackRegions = (account: AccountName): readonly string[] => {
  switch (account) {
    case 'hub':
      return [HUB_REGION];
    case 'gateway':
      return [GLOBAL_REGION];
    default:
      // Its AccountStack goes to the hub's Region, and rules about sessions to the global one.
      return withGlobalRegion([HUB_REGION, ...REGIONS[account]]);
  }
};

/** What administrators write under `tagEnforcement` in cdk.json. The minutes are the shortest that it takes. */
export const configuration = ({ accounts }: Target, subAccounts: readonly SubAccountName[]) => ({
  mode: 'enforce',
  ownerTag: { key: 'Owner', patterns: ['?*@example.org', 'shared'], onInvalidValue: 'report' },
  gracePeriodMinutes: 1,
  warnAfterMinutes: 0,
  minimumNoticeMinutes: 1,
  // The least: whatever the size of an account, three are never too many.
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
