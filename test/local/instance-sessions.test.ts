import { expect, test } from '@jest/globals';
import { TREEHOUSE } from '../../local/sample/configuration.ts';
import { consoleSession, instanceSessionOf, stackOfInstance } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { gatewayUser, playRecords } from './play-records.ts';
import { launch, stacks } from './the-launch.ts';

// The only sub-account of the sample with two Regions.
const there = { accountId: TREEHOUSE, region: 'us-west-2' };
const leader: SampleLaunch = {
  ...launch,
  at: '08:00:00',
  place: there,
  name: 'leader',
  tags: { Owner: 'ann@ucsc.edu', Name: 'leader' },
};
const worker: SampleLaunch = { ...launch, place: there, name: 'worker' };
const [leaderId = ''] = instanceIdsOf(leader);

const rowsOfWorker = async (changes: Partial<SampleLaunch>) => {
  const launches = [launched(leader), launched({ ...worker, ...changes })];
  const { recorder } = await playRecords(stacks, launches);
  return recorder.rows().filter(({ resourceId }) => resourceId !== leaderId);
};

test.each<[string, Partial<SampleLaunch>]>([
  [
    'through CloudFormation, whose record shows only its id',
    { caller: stackOfInstance(TREEHOUSE, leaderId) },
  ],
  [
    'in another Region, by a record that shows its own',
    {
      caller: instanceSessionOf(TREEHOUSE, there.region, leaderId),
      place: { ...there, region: 'us-east-1' },
    },
  ],
])('what an instance launches %s inherits its Owner', async (_, changes) => {
  const rows = await rowsOfWorker(changes);
  expect(rows.map(({ decision }) => decision)).toEqual(['grace-started', 'inherited']);
  expect(rows.at(-1)).toMatchObject({ launcher: 'ann@ucsc.edu', recipients: ['ann@ucsc.edu'] });
});

test('what an instance of a Region that is not read launches is warned about only when it was looked for', async () => {
  const rows = await rowsOfWorker({ caller: instanceSessionOf(TREEHOUSE, 'eu-west-1', leaderId) });
  expect(rows.map(({ at, decision }) => `${decision} ${at.slice(11, 16)}`)).toEqual([
    'grace-started 17:00',
    'warned 17:12',
    'terminated 17:15',
  ]);
});

test('a session that a person named after an instance inherits nothing', async () => {
  const caller = consoleSession(TREEHOUSE, leaderId);
  const assumed = assumedRole({ at: '08:59:00', place: there, userName: 'bob@ucsc.edu', session: caller });
  const launches = [launched(leader), assumed, launched({ ...worker, caller })];
  const users = [gatewayUser('ann@ucsc.edu'), gatewayUser('bob@ucsc.edu')];
  const { recorder } = await playRecords(stacks, launches, { users });
  expect(recorder.rows().at(-1)).toMatchObject({ decision: 'terminated', launcher: 'bob@ucsc.edu' });
});
