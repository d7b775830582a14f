import { PAUSE_PARAMETER_NAME } from '../../../infra/names.ts';
import { decide } from '../../../lambdas/domain/breaker/record.ts';
import { HOUR_MS } from '../../../lambdas/domain/instant.ts';
import type { Intervention } from '../../../local/aws/play-options.ts';
import { recordOf } from '../../../local/sample/call.ts';
import { PANGENOMICS, treehouse } from '../../../local/sample/configuration.ts';
import { consoleSession } from '../../../local/sample/identity.ts';
import { instanceIdsOf, launched } from '../../../local/sample/launches.ts';
import { untagged } from '../../../local/sample/user-actions.ts';
import { at, calls, launch, REHEARSAL, type Scenario } from '../scenario.ts';

const guarded = launch({ isProtected: true });
const [guardedId = ''] = instanceIdsOf(guarded);

/** Scenarios that end at the deadline. */
export const terminations: readonly Scenario[] = [
  {
    mails: [null, 'Terminated: one instance, of whose volumes some are kept'],
    records: [
      launched(
        launch({
          volumes: Array.from({ length: 10 }, (_, index) => ({ deleteOnTermination: index < 8 })),
          volumeTags: { Owner: 'mkim@ucsc.edu' },
        }),
      ),
    ],
  },
  {
    mails: [null, 'Terminated: several instances, with all their volumes'],
    records: [launched(launch({ count: 3, volumes: [{ deleteOnTermination: true }] }))],
  },
  {
    mails: [null, 'Terminated: with its persistent Spot request, and not with its volume'],
    records: [launched(launch({ spotRequest: 'sir-1a2b3c4d', volumes: [{ deleteOnTermination: false }] }))],
  },
  {
    mails: [null, "Terminated: AWS's answer was lost"],
    records: [launched(launch())],
    playOptions: calls(({ terminateInstances }) => ({
      terminateInstances:
        (role) =>
        async (...call) => {
          await terminateInstances(role)(...call);
          throw new Error('the connection was closed');
        },
    })),
  },
  { mails: [null, 'Stopped: protected from termination (stop)'], records: [launched(guarded)] },
  {
    mails: [null, 'Terminated: its protection removed (override)'],
    setting: 'strict',
    records: [launched(guarded)],
  },
  {
    mails: [null, 'Not terminated: protected from termination (report)'],
    setting: 'reduced',
    records: [launched({ ...guarded, place: treehouse })],
  },
  {
    mails: [null, 'Not stopped: protected from stopping, too'],
    records: [
      launched(guarded),
      recordOf({
        ...guarded,
        at: '09:01:00',
        eventName: 'ModifyInstanceAttribute',
        requestParameters: { instanceId: guardedId, disableApiStop: { value: true } },
        responseElements: { _return: true },
      }),
    ],
  },
  {
    mails: [null, 'Not terminated: its account left the service'],
    records: [launched(launch())],
    deployed: { at: at('09:05:00'), setting: 'reduced' },
  },
];

const paused = (time: string, value: string) => ({ name: PAUSE_PARAMETER_NAME, value, at: at(time) });

const HOUR = HOUR_MS;

/** The hub's parameter is written as it is: until then, schedules run. */
const runUntil = (hours: number) => [{ ...paused('00:00:00', 'no'), at: at('09:00:00') + hours * HOUR }];

/** Somebody removes the Owner of more instances than may be terminated at once. */
const many = launch({ at: '08:00:00', count: 12, tags: { Name: 'giraffe-hprc', Owner: 'mkim@ucsc.edu' } });
const tidying = { ...many, at: '09:00:00', caller: consoleSession(PANGENOMICS, 'bsmith@ucsc.edu') };
const taken = [launched(many), untagged(tidying, instanceIdsOf(many), ['Owner'])];

/** An administrator releases all groups. There is no scenario for dismissing, which sends no mail. */
const released = (time: string): Intervention => ({
  at: at(time),
  act: ({ breaker }) => {
    breaker.update(PANGENOMICS, (record) => ({
      record: record.groups.reduce(
        (before, { id }) => decide(before, id, 'released', new Date()) ?? before,
        record,
      ),
      result: undefined,
    }));
  },
});

const rehearsed = { ...many, place: { accountId: REHEARSAL, region: 'us-west-2' } };

/** Scenarios in which instances are held by the pause or the breaker. */
export const held: readonly Scenario[] = [
  {
    mails: [
      'Warning: while enforcement is paused',
      'Held: enforcement is paused at the deadline',
      'Warning: enforcement goes on',
      null,
    ],
    records: [launched(launch())],
    playOptions: { schedules: true, written: [paused('08:50:00', 'yes'), paused('10:45:00', 'no')] },
  },
  {
    mails: [
      'Held, since too many lost their Owner at once: to administrators',
      'Held, since too many lost their Owner at once: to program managers',
      'Held, since too many lost their Owner at once: to each launcher',
      'Held, and nobody has decided: to administrators, each day',
    ],
    records: taken,
    playOptions: { schedules: true, written: runUntil(25) },
  },
  {
    mails: [null, null, null, 'Warning: released by an administrator', null],
    records: taken,
    playOptions: { schedules: true, interventions: [released('09:30:00')] },
  },
  {
    mails: [
      'Held, since a sweep found too many without an Owner: to administrators',
      null,
      null,
      'Held, since a sweep found too many without an Owner: to one of two launchers',
    ],
    records: [
      launched(launch({ count: 25 })),
      launched(
        launch({ name: 'vg-call', caller: consoleSession(PANGENOMICS, 'dnguyen@ucsc.edu'), count: 3 }),
      ),
    ],
    playOptions: { schedules: true, delays: () => [] },
  },
  {
    mails: ['Held, since too many lost their Owner, and nobody knows by whom', null, null],
    records: taken,
    playOptions: calls(({ ownerChanges }) => ({
      ownerChanges: (tableName) => ({ ...ownerChanges(tableName), find: async () => null }),
    })),
  },
  {
    // Each instance has its mails, and one mail is about all of them.
    mails: [...Array.from({ length: 24 }, () => null), 'Dry-run: so many at once would be held'],
    records: [
      launched({ ...rehearsed, caller: consoleSession(REHEARSAL, 'mkim@ucsc.edu') }),
      untagged({ ...tidying, place: rehearsed.place }, instanceIdsOf(rehearsed), ['Owner']),
    ],
  },
];
