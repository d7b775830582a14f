import { describe, expect, test } from '@jest/globals';
import { PANGENOMICS, TREEHOUSE } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { tagged, untagged } from '../../local/sample/user-actions.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, playRecords } from './play-records.ts';
import { stacks, launch as untaggedLaunch } from './the-launch.ts';

const launch: SampleLaunch = { ...untaggedLaunch, tags: { Owner: 'ann@ucsc.edu' } };
const ids = instanceIdsOf(launch);
const [id = ''] = ids;
const bob = (time: string) => ({ ...launch, at: time, caller: consoleSession(PANGENOMICS, 'bob@ucsc.edu') });
const played = (...actions: readonly unknown[]) => playRecords(stacks, [launched(launch), ...actions]);

const TAKEN_AT_NOON = [
  '17:00:00 compliant owner-valid',
  '20:00:00 grace-started owner-taken-away',
  '20:01:00 warned owner-missing',
  '20:10:00 terminated owner-missing',
];

describe('an Owner that is taken away after the deadline', () => {
  test('is one new grace period, and its launcher is told, not who took it', async () => {
    const result = await played(untagged(bob('12:00:00'), ids, ['Owner']));
    expect(linesOf(result, id)).toEqual(TAKEN_AT_NOON);
    expect(mailsOf(result).map((line) => line.split(' -> ')[1])).toEqual(['ann@ucsc.edu', 'ann@ucsc.edu']);
  });

  test('together with all other tags is the same', async () => {
    expect(linesOf(await played(untagged(bob('12:00:00'), ids, [])), id)).toEqual(TAKEN_AT_NOON);
  });

  test('emptied is the same', async () => {
    const result = await played(tagged(bob('12:00:00'), ids, { Owner: '' }));
    expect(linesOf(result, id).slice(1)).toEqual([
      '20:00:00 grace-started owner-taken-away',
      '20:01:00 warned owner-empty',
      '20:10:00 terminated owner-empty',
    ]);
  });

  test('is one grace period, however often it is written and taken away in it', async () => {
    const result = await played(
      untagged(bob('12:00:00'), ids, ['Owner']),
      tagged(bob('12:03:00'), ids, { Owner: 'shared' }),
      untagged(bob('12:04:00'), ids, ['Owner']),
    );
    expect(linesOf(result, id)).toEqual(TAKEN_AT_NOON);
  });

  test('and given back in time has complied', async () => {
    const result = await played(
      untagged(bob('12:00:00'), ids, ['Owner']),
      tagged(bob('12:09:59'), ids, { Owner: 'shared' }),
    );
    expect(linesOf(result, id).at(-1)).toBe('20:10:00 complied owner-valid');
  });

  test.each([
    ['another tag', untagged(bob('12:00:00'), ids, ['Name'])],
    ['another Owner', tagged(bob('12:00:00'), ids, { Owner: 'shared' })],
    ['the same again', tagged(bob('12:00:00'), ids, { Owner: 'ann@ucsc.edu' })],
  ])('%s begins nothing', async (_name, action) => {
    expect(linesOf(await played(action), id)).toEqual(['17:00:00 compliant owner-valid']);
  });

  test('while its event is lost, a sweep finds it', async () => {
    const lost = { ...ANN, schedules: true, delays: () => [] };
    const result = await playRecords(
      stacks,
      [launched(launch), untagged(bob('12:01:00'), ids, ['Owner'])],
      lost,
    );
    expect(linesOf(result, id)[0]).toBe('20:10:00 grace-started found-by-sweep');
  });

  test('in another sub-account begins nothing here: each has its own', async () => {
    const there = { ...bob('12:00:00'), place: { accountId: TREEHOUSE, region: 'us-west-2' } };
    expect(linesOf(await played(untagged(there, ids, ['Owner'])), id)).toEqual([
      '17:00:00 compliant owner-valid',
    ]);
  });
});
