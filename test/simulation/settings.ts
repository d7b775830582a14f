import type { Configuration } from '../../infra/config/configuration.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { BEGIN } from './time.ts';

export const PANGENOMICS = '422448306679';
export const TREEHOUSE = '238605363322';
export const SANDBOX = '730335191122';
/** The gateway account, which is also the hub. */
export const GATEWAY = '652235167018';

/** The tag that exempts an instance, in all settings. */
export const EXEMPTING_TAG = { key: 'Course', value: 'bme-237' };

/** What all settings share. */
const COMMON = {
  mode: 'enforce',
  timeZone: 'America/Los_Angeles',
  hub: { accountId: GATEWAY, region: 'us-west-2' },
  gateway: { accountId: GATEWAY, alias: 'gi-gateway' },
  administrators: ['cluster-admin@soe.ucsc.edu'],
  exemptions: [{ tag: EXEMPTING_TAG, reason: 'a course of the fall', until: '2026-12-31' }],
  // The fleets that every run begins with are launched after this.
  enforceLaunchesAfter: '2026-11-02T00:00:00Z',
  subAccounts: [
    {
      name: 'pangenomics',
      accountId: PANGENOMICS,
      regions: ['us-west-2', 'us-east-1'],
      programManagers: ['pangenomics-pm@ucsc.edu'],
    },
    {
      name: 'treehouse',
      accountId: TREEHOUSE,
      regions: ['us-west-2'],
      programManagers: ['treehouse-pm@ucsc.edu'],
    },
    { name: 'sandbox', accountId: SANDBOX, regions: ['us-west-2'], mode: 'dry-run', programManagers: [] },
  ],
} as const;

const OWNER = { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'] } as const;

/** The configurations of the runs. What the invariants expect depends on them. */
export const SETTINGS = {
  /** What most accounts would use. */
  usual: { ...COMMON, ownerTag: OWNER },
  /** An instance with an invalid Owner is terminated, even if it is protected from termination. */
  strict: {
    ...COMMON,
    ownerTag: { ...OWNER, onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
  },
  /** Deployed over `strict` by mistake: the only pattern is one user's name, so every other user's Owner becomes invalid. */
  mistaken: {
    ...COMMON,
    ownerTag: { key: 'Owner', patterns: ['apatel@ucsc.edu'], onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
  },
  /** Deployed over `strict` by mistake: the pattern lacks a letter, so no user's name is valid. */
  unmatched: {
    ...COMMON,
    ownerTag: { key: 'Owner', patterns: ['?*@ucsc.ed'], onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
  },
  /** This and the next four are deployed over `usual` while executions are open, and undone later. */
  dry: { ...COMMON, mode: 'dry-run', ownerTag: OWNER },
  without: {
    ...COMMON,
    ownerTag: OWNER,
    subAccounts: COMMON.subAccounts.filter(({ accountId }) => accountId !== TREEHOUSE),
  },
  longer: { ...COMMON, ownerTag: OWNER, gracePeriodMinutes: 15 },
  shorter: { ...COMMON, ownerTag: OWNER, gracePeriodMinutes: 6 },
  unnoticed: { ...COMMON, ownerTag: OWNER, creations: 'off' },
} as const;
export type Setting = keyof typeof SETTINGS;

/** The settings that are deployed over `usual` for a while. */
export const CHANGES = ['dry', 'without', 'longer', 'shorter', 'unnoticed'] as const satisfies Setting[];
export type Change = (typeof CHANGES)[number];

const parsed = new Map<Setting, Configuration>();

/** The parsed configuration of a setting. Exemptions are checked against the simulated day, and the result is kept. */
export const configurationOf = (setting: Setting): Configuration => {
  const configuration = parsed.get(setting) ?? parseConfiguration(SETTINGS[setting], new Date(BEGIN));
  parsed.set(setting, configuration);
  return configuration;
};

/** The grace period and the minimum notice that the invariants expect, in minutes. */
export const TIMING = { grace: 10, notice: 3 } as const;
