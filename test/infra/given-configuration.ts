import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The hub of every test. */
export const HUB = '652235167018';
/** The gateway of the configuration with two sub-accounts. */
export const GATEWAY = '333344445555';
/** A sub-account in mode enforce. */
export const ENFORCED = '422448306679';
/** A sub-account in dry-run, whose trail is to be created. */
export const DRY = '111122223333';

const root = join(import.meta.dirname, '..', '..');

/** The context of cdk.json: feature flags, and the configuration as shipped. */
export const shippedContext = (): Record<string, unknown> =>
  z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context;

/** A configuration as a person writes it, with the required fields only. */
export const givenLeast = () => ({
  mode: 'dry-run',
  ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'] },
  hub: { accountId: HUB, region: 'us-west-2' },
  gateway: { accountId: HUB, alias: 'gi-gateway' },
  administrators: ['cluster-admin@soe.ucsc.edu'],
  subAccounts: [{ name: 'pangenomics', accountId: ENFORCED }],
});

/**
 * A configuration of two sub-accounts, one enforced in two Regions, the other in dry-run with a trail to be created; hub
 * and gateway are other accounts.
 */
export const givenTwoAccounts = () => ({
  ...givenLeast(),
  gateway: { accountId: GATEWAY, alias: 'gi-gateway' },
  inheritOwner: ['instance'],
  subAccounts: [
    {
      name: 'pangenomics',
      accountId: ENFORCED,
      mode: 'enforce',
      regions: ['us-west-2', 'eu-west-1'],
      programManagers: ['pm@ucsc.edu', 'second@ucsc.edu'],
    },
    { name: 'sandbox', accountId: DRY, regions: ['us-east-1'], trail: 'create' },
  ],
});

/**
 * The same, and its people: Ann develops in one sub-account, and in the other until the end of March 2027. Bob looks at one.
 * Carol has no assignment.
 */
export const givenAccess = ({ requireSessionName = false } = {}) => ({
  ...givenTwoAccounts(),
  access: {
    requireSessionName,
    roles: {
      developer: { managedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess', 'genomics'] },
      viewer: {
        managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        permissionsBoundary: 'none',
      },
    },
    people: [
      {
        userName: 'ann@ucsc.edu',
        subAccounts: { pangenomics: 'developer', sandbox: { role: 'developer', until: '2027-03-31' } },
      },
      { userName: 'bob@ucsc.edu', subAccounts: { pangenomics: ['viewer'] } },
      { userName: 'carol@ucsc.edu' },
    ],
  },
});
