import { expect, test } from '@jest/globals';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { botocoreSession, consoleSession, instanceSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched } from '../../local/sample/launches.ts';
import { assumedRole } from '../../local/sample/sessions.ts';
import { synthesize } from '../templates/synthesize.ts';
import { ANN, configured, playRecords } from './play-records.ts';
import { id, launch, stacks } from './the-launch.ts';

// All launches of the sample have the key pair `gi`.
const session = botocoreSession(PANGENOMICS, '08:59:55');
const assumed = assumedRole({ at: '08:59:55', place: launch.place, userName: 'ann@ucsc.edu', session });
const leader = {
  ...launch,
  caller: session,
  tags: { Name: 'leader', Owner: 'gi', ToilNodeType: 'leader' },
};

test('a Toil leader with the name of its key pair as Owner gets its launcher, and so do its workers', async () => {
  const worker = {
    ...leader,
    at: '09:05:00',
    name: 'worker',
    caller: instanceSession(PANGENOMICS, id),
    tags: { Owner: 'gi', ToilNodeType: 'worker' },
  };
  const { recorder, ec2, topics } = await playRecords(
    stacks,
    [assumed, launched(leader), launched(worker)],
    ANN,
  );
  const rows = recorder.rows().filter(({ decision }) => decision !== 'grace-started');
  const [workerId = ''] = instanceIdsOf(worker);
  expect(rows.map(({ resourceId, decision, reason }) => [resourceId, decision, reason])).toEqual([
    [id, 'repaired', 'tool-owner'],
    [workerId, 'repaired', 'tool-owner'],
  ]);
  const there = ec2.in(launch.place.accountId, launch.place.region);
  for (const one of [id, workerId]) {
    expect(there.tagsOf(one)).toContainEqual({ key: 'Owner', value: 'ann@ucsc.edu' });
  }
  const [mail] = topics.publications;
  expect(mail?.Message).toContain('TOIL_OWNER_TAG=ann@ucsc.edu');
});

test.each([
  [
    'whose launcher only a session name shows',
    { ...leader, caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu') },
    stacks,
  ],
  ['where that is not configured', leader, synthesize(configured({ correctToolOwners: false }))],
])('a Toil leader %s keeps it, and that is reported', async (_, one, application) => {
  const { recorder } = await playRecords(application, [assumed, launched(one)], ANN);
  expect(recorder.rows().at(-1)).toMatchObject({ decision: 'invalid', launcher: 'ann@ucsc.edu' });
});
