import { expect, test } from '@jest/globals';
import type { PlayOptions } from '../../local/aws/play-options.ts';
import { launched } from '../../local/sample/launches.ts';
import { tagged } from '../../local/sample/user-actions.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, at, playRecords } from './play-records.ts';
import { id, ids, launch, stacks } from './the-launch.ts';

/** EC2's descriptions show no tag until then, but IAM knows each tag at once. */
const describedFrom = (time: string): PlayOptions => ({
  ...ANN,
  disturb: (clients) => ({
    ...clients,
    readInstancesIn:
      (roleName) =>
      async (...place) => {
        const reader = await clients.readInstancesIn(roleName)(...place);
        return {
          ...reader,
          find: async (key) =>
            (await reader.find(key)).map((one) => (Date.now() < at(time) ? { ...one, tags: [] } : one)),
          tags: async (instanceIds) => (Date.now() < at(time) ? new Map() : reader.tags(instanceIds)),
        };
      },
  }),
});
const played = (shownAt: string) =>
  playRecords(
    stacks,
    [launched(launch), tagged({ ...launch, at: '09:09:58' }, ids, { Owner: 'ann@ucsc.edu' })],
    describedFrom(shownAt),
  );

test('an instance that is tagged in the last seconds has complied, and no failure is reported', async () => {
  const result = await played('09:10:05');
  expect(linesOf(result, id).slice(1)).toEqual([
    '17:02:00 warned owner-missing',
    expect.stringMatching(/^17:10:1\d complied owner-valid$/),
  ]);
  expect(mailsOf(result)).toHaveLength(1);
});

test('an instance whose termination is refused again after another check has failed', async () => {
  expect(linesOf(await played('09:30:00'), id).at(-1)).toMatch(/^17:10:1\d failed unauthorized$/);
});
