import { type Entry, putInOrder, readEntry } from '../entry.ts';
import { people } from './people.ts';
import { programs } from './programs.ts';
import { scripts } from './scripts.ts';

/** A day in the institute's life: what `npm start` plays when it is given no logs. */
export const sampleHistory = (): Entry[] => {
  return putInOrder(
    [...people(), ...scripts(), ...programs()].flat().map((record, index) => {
      const entry = readEntry({ place: `record ${index + 1}`, record, envelope: null }, 'sample history');
      if (typeof entry === 'string') throw new Error(`The sample history is wrong: ${entry}`);
      return entry;
    }),
  );
};
