import type { Circumstances } from '../aws/circumstances.ts';
import { SAMPLE_CONFIGURATION } from './configuration.ts';
import { userIdOf } from './made-up.ts';

const NAMES = [
  'apatel@ucsc.edu',
  'bsmith@ucsc.edu',
  'dnguyen@ucsc.edu',
  'jchen@ucsc.edu',
  'mkim@ucsc.edu',
  'rlopez@ucsc.edu',
];

/** The gateway's users on the sample day. Who comes new that day never confirms. */
export const SAMPLE_CIRCUMSTANCES: Circumstances = {
  users: NAMES.map((userName) => ({
    accountId: SAMPLE_CONFIGURATION.gateway.accountId,
    userName,
    userId: userIdOf(SAMPLE_CONFIGURATION.gateway.accountId, userName),
  })),
  neverConfirming: ['newhire@ucsc.edu'],
};
