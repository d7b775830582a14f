import { PANGENOMICS, TREEHOUSE } from './configuration.ts';

/** Where the people of the sample day work. */
export const pangenomics = { accountId: PANGENOMICS, region: 'us-west-2' };
export const treehouse = { accountId: TREEHOUSE, region: 'us-west-2' };
