import { PANGENOMICS, pangenomics, TREEHOUSE, treehouse } from '../../../local/sample/configuration.ts';
import {
  autoScaling,
  botocoreSession,
  consoleSession,
  instanceSession,
} from '../../../local/sample/identity.ts';
import { instanceIdsOf, launched } from '../../../local/sample/launches.ts';
import { assumedRole } from '../../../local/sample/sessions.ts';
import { groupCreated, tagged, untagged } from '../../../local/sample/user-actions.ts';
import { calls, launch, type Scenario } from '../scenario.ts';

const NAME = 'giraffe-hprc';
const misspelt = launch({ tags: { Name: NAME, owner: 'mkim@ucsc.edu' } });
const ids = instanceIdsOf(misspelt);

/** A tool that undoes the changes of others. */
const putBack = ['09:05', '09:20', '09:40', '10:10'].flatMap((time) => [
  untagged({ ...misspelt, at: `${time}:00` }, ids, ['Owner']),
  tagged({ ...misspelt, at: `${time}:01` }, ids, { owner: 'mkim@ucsc.edu' }),
]);

/** An instance with an Owner that launches other instances. */
const leader = (name: string, tags: Readonly<Record<string, string>>) =>
  launch({ at: '08:00:00', name, tags: { Owner: 'mkim@ucsc.edu', ...tags } });
const workers = (parent: ReturnType<typeof leader>) => {
  const [id = ''] = instanceIdsOf(parent);
  return launch({ caller: instanceSession(PANGENOMICS, id), name: 'worker', count: 3, tags: {} });
};
/** The session of a person's script, whose AssumeRole record shows who opened it. */
const session = botocoreSession(PANGENOMICS, '08:59:50');
const assumed = assumedRole({ at: '08:59:50', place: pangenomics, userName: 'mkim@ucsc.edu', session });
const toil = leader('toil-leader', { ToilNodeType: 'leader' });
const shared = leader('scheduler', { Owner: 'shared' });

const group = launch({
  place: treehouse,
  caller: autoScaling(TREEHOUSE),
  name: 'variant-browser',
  tags: { 'aws:autoscaling:groupName': 'variant-browser' },
});

/** Scenarios with corrected tags. */
export const corrections: readonly Scenario[] = [
  { mails: ['Corrected: a near miss in the key'], records: [launched(misspelt)] },
  {
    mails: ['Corrected: a near miss in key and value'],
    records: [launched(launch({ tags: { Name: NAME, owner: 'mkim@UCSC.edu' } }))],
  },
  {
    mails: ["Corrected: the key pair's name, which Toil writes as Owner"],
    records: [
      assumed,
      launched(launch({ caller: session, tags: { Name: NAME, Owner: 'gi', ToilNodeType: 'leader' } })),
    ],
  },
  {
    mails: [null, null, 'No longer corrected: something changes it back'],
    records: [launched(misspelt), ...putBack],
  },
  { mails: ['Inherited: from a Toil leader'], records: [launched(toil), launched(workers(toil))] },
  {
    mails: ['Inherited: from a Toil leader that is shared'],
    records: [
      launched({ ...shared, caller: botocoreSession(PANGENOMICS, '07:59:50') }),
      launched(workers(shared)),
    ],
  },
  {
    mails: ['Inherited: from an Auto Scaling group'],
    records: [
      groupCreated({
        at: '08:30:00',
        place: treehouse,
        caller: consoleSession(TREEHOUSE, 'rlopez@ucsc.edu'),
        name: 'variant-browser',
        size: 1,
        tags: { Owner: 'shared' },
        propagates: false,
      }),
      launched(group),
    ],
  },
];

const unrecorded = calls(() => ({ lookUpEvents: () => async () => ({ records: [], nextToken: null }) }));

/** Scenarios that are only reported: nothing is terminated. */
export const reports: readonly Scenario[] = [
  {
    mails: ['Reported: the Owner is invalid'],
    records: [
      launched(
        launch({
          caller: consoleSession(PANGENOMICS, 'mkim@ucsc.edu'),
          tags: { Name: 'giraffe-hprc', Owner: 'Min Kim' },
        }),
      ),
    ],
  },
  {
    mails: ['Reported: the Owner is invalid, and no user is known who could have a valid one'],
    setting: 'strict',
    records: [
      launched(launch({ caller: consoleSession(PANGENOMICS, 'pipeline'), tags: { Owner: 'Min Kim' } })),
    ],
    playOptions: { users: [] },
  },
  {
    mails: ['Reported: near misses that disagree'],
    records: [launched(launch({ tags: { owner: 'mkim@ucsc.edu', OWNER: 'dnguyen@ucsc.edu' } }))],
  },
  {
    mails: ['Reported: launched before enforceLaunchesAfter'],
    setting: 'strict',
    records: [launched(launch({ at: '08:00:00' }))],
  },
  {
    mails: ['Reported: found by a sweep, and launched before enforceLaunchesAfter'],
    setting: 'strict',
    records: [launched(launch({ at: '08:00:00', count: 2 }))],
    playOptions: { schedules: true, delays: () => [] },
  },
  {
    mails: ['Reported: found by a sweep, and a role may exempt it'],
    setting: 'strict',
    records: [launched(launch())],
    playOptions: { ...unrecorded, schedules: true, delays: () => [] },
  },
];
