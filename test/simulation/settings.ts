import type { Configuration } from '../../infra/config/configuration.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { BEGIN } from './time.ts';

export const PANGENOMICS = '422448306679';
export const TREEHOUSE = '238605363322';
export const SANDBOX = '730335191122';
/** Whose users people are: it is the hub, too. */
export const GATEWAY = '652235167018';

/** What a tag exempts of, in all settings. */
export const EXEMPTING_TAG = { key: 'Course', value: 'bme-237' };

/** What all settings share. */
const COMMON = {
  mode: 'enforce',
  timeZone: 'America/Los_Angeles',
  hub: { accountId: GATEWAY, region: 'us-west-2' },
  gateway: { accountId: GATEWAY, alias: 'gi-gateway' },
  administrators: ['cluster-admin@soe.ucsc.edu'],
  exemptions: [{ tag: EXEMPTING_TAG, reason: 'a course of the fall', until: '2026-12-31' }],
  // Older than that are the fleets that every run begins with.
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

/** The configurations that runs are played under: what is said of the rule decides what the checks expect. */
export const SETTINGS = {
  /** As most would have it. */
  usual: { ...COMMON, ownerTag: OWNER },
  /** An Owner that is no valid one ends an instance, and protection does not save it. */
  strict: {
    ...COMMON,
    ownerTag: { ...OWNER, onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
  },
  /** What somebody deploys by mistake over `strict`: one user's name, and nobody else's Owner is valid any more. */
  mistaken: {
    ...COMMON,
    ownerTag: { key: 'Owner', patterns: ['apatel@ucsc.edu'], onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
  },
  /** The same: a letter too few, and no user has a name that is valid. */
  unmatched: {
    ...COMMON,
    ownerTag: { key: 'Owner', patterns: ['?*@ucsc.ed'], onInvalidValue: 'terminate' },
    onTerminationProtection: 'override',
  },
  /** What is deployed over `usual` while executions are open, and taken back later. */
  dry: { ...COMMON, mode: 'dry-run', ownerTag: OWNER },
  without: {
    ...COMMON,
    ownerTag: OWNER,
    subAccounts: COMMON.subAccounts.filter(({ accountId }) => accountId !== TREEHOUSE),
  },
  longer: { ...COMMON, ownerTag: OWNER, gracePeriodMinutes: 15 },
  shorter: { ...COMMON, ownerTag: OWNER, gracePeriodMinutes: 6 },
} as const;
export type Setting = keyof typeof SETTINGS;

/** Those that are deployed for a while over `usual`. */
export const CHANGES = ['dry', 'without', 'longer', 'shorter'] as const satisfies Setting[];
export type Change = (typeof CHANGES)[number];

const parsed = new Map<Setting, Configuration>();

/** As of the simulated day: until when an exemption holds is judged by that. Every run asks for it. */
export const configurationOf = (setting: Setting): Configuration => {
  const configuration = parsed.get(setting) ?? parseConfiguration(SETTINGS[setting], new Date(BEGIN));
  parsed.set(setting, configuration);
  return configuration;
};

/** Minutes that the checks count with. */
export const TIMING = { grace: 10, notice: 3 } as const;
