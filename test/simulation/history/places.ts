import type { Place } from '../../../local/sample/call.ts';
import type { Some } from '../random.ts';
import { PANGENOMICS, SANDBOX, TREEHOUSE } from '../settings.ts';

/** The accounts and Regions, weighted by how often people use them. */
export const PLACES: Some<readonly [number, Place]> = [
  [5, { accountId: PANGENOMICS, region: 'us-west-2' }],
  [2, { accountId: PANGENOMICS, region: 'us-east-1' }],
  [5, { accountId: TREEHOUSE, region: 'us-west-2' }],
  [1, { accountId: SANDBOX, region: 'us-west-2' }],
];

/** The users of the gateway. The last one never confirms a subscription. */
export const PEOPLE: Some<string> = [
  'apatel@ucsc.edu',
  'dnguyen@ucsc.edu',
  'mkim@ucsc.edu',
  'newhire@ucsc.edu',
];
export const NEVER_CONFIRMING = ['newhire@ucsc.edu'];
