import { changesEc2 } from '../../local/aws/apply-record.ts';
import { changesGroups } from '../../local/aws/auto-scaling.ts';
import type { Circumstances } from '../../local/aws/circumstances.ts';
import type { Entry } from '../../local/entry.ts';
import { envelopeOf } from '../../local/events/bus-event.ts';
import type { Rules } from '../../local/events/rules.ts';
import { SAMPLE_CIRCUMSTANCES, sampleHistory } from '../../local/sample/history.ts';
import { counted } from '../style.ts';
import type { Options } from './command-line.ts';
import { type History, type Reading, readHistory } from './input/read-history.ts';
import { readUsers } from './input/read-users.ts';
import { Sightings } from './input/sightings.ts';
import type { Frame } from './screen/show.ts';

/** What is played: the records, what they are played in, and the frame that the screen puts around it. */
export type Script = Pick<History, 'entries' | 'faults'> & {
  readonly frame: Frame;
  readonly circumstances: Circumstances;
};

/** The sample day. */
export const sampleScript = (): Script => ({
  entries: sampleHistory(),
  faults: [],
  circumstances: SAMPLE_CIRCUMSTANCES,
  frame: {
    title: "A sample day in the institute's life",
    hints: ['What would it have done with your own launches? npm start -- LOGS --config FILE'],
  },
});

/** What the logs hold that matters to the rules or to the embedded services. */
export const scriptOf = async (
  { paths, users }: Options,
  rules: Rules,
  progress: Reading['progress'],
): Promise<Script> => {
  const sightings = new Sightings();
  const wanted = (entry: Entry): boolean => {
    sightings.take(entry);
    return (
      changesEc2(entry) ||
      changesGroups(entry.eventName, entry.record) ||
      entry.eventName === 'RunInstances' ||
      rules.wouldMatch(envelopeOf(entry))
    );
  };
  const listed = users === null ? [] : readUsers(users);
  const history = await readHistory(paths, { wanted, progress });
  const { recordCount, fileCount } = history;
  const title = `${counted(recordCount, 'record')} of ${counted(fileCount, 'file')}`;
  // A sweep every ten minutes of months, whose every event came: minutes of work that find nothing of the history's.
  const circumstances = { users: sightings.usersBefore(listed), schedules: false };
  return { ...history, circumstances, frame: { title, hints: [] } };
};
