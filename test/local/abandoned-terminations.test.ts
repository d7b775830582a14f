import { expect, test } from '@jest/globals';
import type { Clients } from '../../local/aws/clients.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { synthesize } from '../templates/synthesize.ts';
import { configured, playRecords } from './play-records.ts';

const launch: SampleLaunch = {
  at: '09:00:00',
  place: { accountId: PANGENOMICS, region: 'us-west-2' },
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'two zones',
  instanceType: 'c6i.large',
  count: 2,
};

test('when termination is abandoned halfway, each instance is reported with its actual outcome', async () => {
  const [first, second] = instanceIdsOf(launch);
  const disturb = (clients: Clients): Clients => ({
    ...clients,
    terminateInstances: (role) => (accountId, region, ids) =>
      ids.includes(second ?? '')
        ? Promise.reject(new Error('no answer'))
        : clients.terminateInstances(role)(accountId, region, ids),
  });
  const { recorder } = await playRecords(synthesize(configured()), [launched(launch)], {
    disturb,
    schedules: false,
  });
  const ends = recorder.rows().filter(({ at }) => at >= '2026-11-03T17:10:00Z');
  expect(ends.map(({ resourceId, decision, reason }) => [resourceId, decision, reason]).sort()).toEqual(
    [
      [first, 'terminated', 'owner-missing'],
      [second, 'failed', 'Error after perhaps-terminated'],
    ].sort(),
  );
});
