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

describe('an Owner that is removed after the deadline', () => {
  test('starts one new grace period, and notifies the launcher, not the person who removed it', async () => {
    const result = await played(untagged(bob('12:00:00'), ids, ['Owner']));
    expect(linesOf(result, id)).toEqual(TAKEN_AT_NOON);
    expect(mailsOf(result).map((line) => line.split(' -> ')[1])).toEqual(['ann@ucsc.edu', 'ann@ucsc.edu']);
  });

  test('together with all other tags has the same effect', async () => {
    expect(linesOf(await played(untagged(bob('12:00:00'), ids, [])), id)).toEqual(TAKEN_AT_NOON);
  });

  test('by an empty value has the same effect', async () => {
    const result = await played(tagged(bob('12:00:00'), ids, { Owner: '' }));
    expect(linesOf(result, id).slice(1)).toEqual([
      '20:00:00 grace-started owner-taken-away',
      '20:01:00 warned owner-empty',
      '20:10:00 terminated owner-empty',
    ]);
  });

  test('starts one grace period, however often it is written and removed during it', async () => {
    const result = await played(
      untagged(bob('12:00:00'), ids, ['Owner']),
      tagged(bob('12:03:00'), ids, { Owner: 'shared' }),
      untagged(bob('12:04:00'), ids, ['Owner']),
    );
    expect(linesOf(result, id)).toEqual(TAKEN_AT_NOON);
  });

  test('and restored in time has complied', async () => {
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

  test('is found by a sweep if its event is lost', async () => {
    const lost = { ...ANN, schedules: true, delays: () => [] };
    const result = await playRecords(
      stacks,
      [launched(launch), untagged(bob('12:01:00'), ids, ['Owner'])],
      lost,
    );
    expect(linesOf(result, id)[0]).toBe('20:10:00 grace-started found-by-sweep');
  });

  test('in another sub-account starts nothing here: each account is handled separately', async () => {
    const there = { ...bob('12:00:00'), place: { accountId: TREEHOUSE, region: 'us-west-2' } };
    expect(linesOf(await played(untagged(there, ids, ['Owner'])), id)).toEqual([
      '17:00:00 compliant owner-valid',
    ]);
  });
});
