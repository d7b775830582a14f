import { expect, test } from '@jest/globals';
import { instanceIdsOf, launched } from '../../local/sample/launches.ts';
import { tagged, untagged } from '../../local/sample/user-actions.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, playRecords, rewritten } from './play-records.ts';
import { launch, stacks } from './the-launch.ts';

const owned = { ...launch, tags: { Owner: 'ann@ucsc.edu' } };
const [id = ''] = instanceIdsOf(owned);
const records = [
  launched(owned),
  tagged({ ...owned, at: '12:00:00' }, [id], { owner: 'ann@ucsc.edu', OWNER: 'bob@ucsc.edu' }),
  untagged({ ...owned, at: '12:01:00' }, [id], ['Owner']),
];

test('near misses that disagree are reported when the Owner is taken away, as at a launch', async () => {
  const result = await playRecords(stacks, records);
  expect(linesOf(result, id)).toEqual([
    '17:00:00 compliant owner-valid',
    '20:01:00 grace-started owner-taken-away',
    '20:02:00 invalid near-misses-disagree',
  ]);
  expect(mailsOf(result).map((line) => line.split(' -> ')[1])).toEqual([
    'ann@ucsc.edu, cluster-admin@soe.ucsc.edu',
  ]);
});

test('a sweep finds them if no event showed it, and reports them once a day', async () => {
  const deaf = rewritten(stacks, 'Tag Change on Resource', 'Nothing');
  const result = await playRecords(deaf, records, { ...ANN, schedules: true });
  expect(linesOf(result, id).slice(1)).toEqual([
    expect.stringMatching(/grace-started found-by-sweep$/),
    expect.stringMatching(/invalid near-misses-disagree$/),
  ]);
});
