import type { PlayOptions } from '../aws/play-options.ts';
import { type Entry, putInOrder, readEntry } from '../entry.ts';
import { SAMPLE_CONFIGURATION } from './configuration.ts';
import { userIdOf } from './made-up.ts';
import { people } from './people.ts';
import { programs, scripts } from './programs.ts';
import { resources } from './resources.ts';

const NAMES = [
  'apatel@ucsc.edu',
  'bsmith@ucsc.edu',
  'dnguyen@ucsc.edu',
  'jchen@ucsc.edu',
  'mkim@ucsc.edu',
  'rlopez@ucsc.edu',
];

/** The gateway's users on the sample day. The user who is created that day never confirms. */
export const SAMPLE_SCENARIO: PlayOptions = {
  users: NAMES.map((userName) => ({
    accountId: SAMPLE_CONFIGURATION.gateway.accountId,
    userName,
    userId: userIdOf(SAMPLE_CONFIGURATION.gateway.accountId, userName),
  })),
  neverConfirming: ['newhire@ucsc.edu'],
};

/** A typical day of the institute. `npm start` plays it if it is given no logs. */
export const sampleHistory = (): Entry[] => {
  return putInOrder(
    [...people(), ...scripts(), ...programs(), ...resources()].flat().map((record, index) => {
      const entry = readEntry({ place: `record ${index + 1}`, record, envelope: null }, 'sample history');
      if (typeof entry === 'string') throw new Error(`The sample history is wrong: ${entry}`);
      return entry;
    }),
  );
};
