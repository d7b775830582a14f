/** The two sub-accounts of the sample day. */
export const PANGENOMICS = '422448306679';
export const TREEHOUSE = '238605363322';

/** The date at which exemptions are judged: the sample day, not the day on which it is played. */
export const SAMPLE_DAY = new Date('2026-11-03T00:00:00-08:00');

/** The configuration of the sample day. It enforces, unlike the shipped one. */
export const SAMPLE_CONFIGURATION = {
  mode: 'enforce',
  ownerTag: { key: 'Owner', patterns: ['?*@ucsc.edu', 'shared'] },
  exemptions: [
    {
      tag: { key: 'Purpose', value: 'license-server' },
      reason: 'the license of STAR-Viewer hangs on this machine',
      until: '2027-06-30',
    },
  ],
  timeZone: 'America/Los_Angeles',
  hub: { accountId: '652235167018', region: 'us-west-2' },
  gateway: { accountId: '652235167018', alias: 'gi-gateway' },
  administrators: ['cluster-admin@soe.ucsc.edu'],
  subAccounts: [
    {
      name: 'pangenomics',
      accountId: PANGENOMICS,
      regions: ['us-west-2'],
      programManagers: ['pangenomics-pm@ucsc.edu'],
    },
    {
      name: 'treehouse',
      accountId: TREEHOUSE,
      regions: ['us-east-1', 'us-west-2'],
      programManagers: ['treehouse-pm@ucsc.edu'],
    },
  ],
} as const;

/** Where the people of the sample day work. */
export const pangenomics = { accountId: PANGENOMICS, region: 'us-west-2' };
export const treehouse = { accountId: TREEHOUSE, region: 'us-west-2' };
