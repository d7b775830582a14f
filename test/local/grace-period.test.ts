import { describe, expect, test } from '@jest/globals';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { launched } from '../../local/sample/launches.ts';
import { tagged, terminated, untagged } from '../../local/sample/user-actions.ts';
import type { Stack } from '../../local/template/template.ts';
import { synthesize } from '../templates/synthesize.ts';
import { configured, decisionsSince, playRecords, redefined, rewritten } from './play-records.ts';
import { id, ids, launch, place, stacks } from './the-launch.ts';

const BEGIN = '2026-11-03T17:00:00Z';
const later = (time: string) => ({
  place,
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  at: `09:${time}`,
});

const decisionsOf = async (records: readonly unknown[], application: readonly Stack[] = stacks) =>
  decisionsSince(BEGIN, (await playRecords(application, records)).recorder.rows())[id];

describe('a launch', () => {
  test('without an Owner is reported in a warning, and terminated exactly ten minutes after its eventTime', async () => {
    expect(await decisionsOf([launched(launch)])).toEqual([
      'grace-started 00:00',
      'warned 02:00',
      'terminated 10:00',
    ]);
  });

  test('tagged in the call is compliant and starts nothing', async () => {
    expect(await decisionsOf([launched({ ...launch, tags: { Owner: 'ann@ucsc.edu' } })])).toEqual([
      'compliant 00:00',
    ]);
  });

  test.each(['09:59', '10:00'])('tagged at %s has complied', async (time) => {
    expect(await decisionsOf([launched(launch), tagged(later(time), ids, { Owner: 'shared' })])).toEqual([
      'grace-started 00:00',
      'warned 02:00',
      'complied 10:00',
    ]);
  });

  test('tagged a second too late is terminated', async () => {
    const decisions = await decisionsOf([launched(launch), tagged(later('10:01'), ids, { Owner: 'shared' })]);
    expect(decisions?.at(-1)).toBe('terminated 10:00');
  });

  test('tagged in the second of its launch is compliant, even if the tag record has the lower id', async () => {
    const decisions = await decisionsOf([launched(launch), tagged(later('00:00'), ids, { Owner: 'shared' })]);
    expect(decisions).toEqual(['grace-started 00:00', 'complied 10:00']);
  });

  test('tagged after its warning and untagged again is terminated at its deadline', async () => {
    const records = [
      launched(launch),
      tagged(later('04:00'), ids, { Owner: 'shared' }),
      untagged(later('09:30'), ids, ['Owner']),
    ];
    expect(await decisionsOf(records)).toEqual(['grace-started 00:00', 'warned 02:00', 'terminated 10:00']);
  });

  test('tagged before any warning and untagged again gets its minimum notice first', async () => {
    const records = [
      launched(launch),
      tagged(later('01:00'), ids, { Owner: 'shared' }),
      untagged(later('09:00'), ids, ['Owner']),
    ];
    expect(await decisionsOf(records)).toEqual(['grace-started 00:00', 'warned 10:00', 'terminated 13:00']);
  });

  test('that its user terminated has the outcome gone', async () => {
    const decisions = await decisionsOf([launched(launch), terminated(later('05:00'), ids)]);
    expect(decisions).toEqual(['grace-started 00:00', 'warned 02:00', 'gone 10:00']);
  });

  test.each([{ owner: 'ann@ucsc.edu' }, { Owner: '', ' OWNER': 'Shared ' }])(
    'with the near miss %j is repaired, and keeps the tag',
    async (tags) => {
      const played = await playRecords(stacks, [launched({ ...launch, tags })]);
      expect(decisionsSince(BEGIN, played.recorder.rows())[id]).toEqual([
        'grace-started 00:00',
        'repaired 02:00',
      ]);
      const owner = Object.values(tags).at(-1)?.trim().toLowerCase();
      expect(played.ec2.in(place.accountId, place.region).tagsOf(id)).toContainEqual({
        key: 'Owner',
        value: owner,
      });
    },
  );

  test('with an invalid value is invalid, and is not terminated', async () => {
    const played = await playRecords(stacks, [launched({ ...launch, tags: { Owner: 'Ann' } })]);
    expect(decisionsSince(BEGIN, played.recorder.rows())[id]).toEqual([
      'grace-started 00:00',
      'invalid 02:00',
    ]);
    const there = played.ec2.in(place.accountId, place.region);
    expect(there.describe(id, Date.parse(BEGIN) + 3_600_000)?.state).toBe('running');
  });

  test('has rows that show who was warned, about which instance, because of which record', async () => {
    const record = launched(launch);
    const { recorder } = await playRecords(stacks, [record]);
    expect(recorder.rows().find(({ decision }) => decision === 'warned')).toEqual({
      at: '2026-11-03T17:02:00Z',
      decision: 'warned',
      accountId: PANGENOMICS,
      region: 'us-west-2',
      resourceType: 'ec2:instance',
      resourceId: id,
      launcher: 'ann@ucsc.edu',
      recipients: ['ann@ucsc.edu'],
      reason: 'owner-missing',
      eventId: record.eventID,
    });
  });
});

describe('a change of the deployed definition takes effect:', () => {
  test('a longer first Wait delays the warning, and the deadline follows after the minimum notice', async () => {
    const later = redefined(stacks, '"TimestampPath":"$.warnAt"', '"Seconds":540');
    expect(await decisionsOf([launched(launch)], later)).toEqual([
      'grace-started 00:00',
      'warned 09:00',
      'terminated 12:00',
    ]);
  });

  test('a longer second Wait delays the termination', async () => {
    const longer = redefined(stacks, '"TimestampPath":"$.check.until"', '"Seconds":484');
    expect((await decisionsOf([launched(launch)], longer))?.at(-1)).toBe('terminated 10:04');
  });

  test('a rule for another event matches no launch', async () => {
    const deaf = rewritten(stacks, 'RunInstances', 'StartInstances');
    expect(await decisionsOf([launched(launch)], deaf)).toBeUndefined();
  });
});

describe('in dry-run', () => {
  test('nothing is terminated, and only administrators are notified', async () => {
    const dry = synthesize(configured({ mode: 'dry-run' }));
    const played = await playRecords(dry, [launched(launch)]);
    const rows = played.recorder.rows();
    expect(decisionsSince(BEGIN, rows)[id]).toEqual([
      'grace-started 00:00',
      'warned 02:00',
      'would-terminate 10:00',
    ]);
    expect(new Set(rows.flatMap(({ recipients }) => recipients))).toEqual(
      new Set(['cluster-admin@soe.ucsc.edu']),
    );
    const there = played.ec2.in(place.accountId, place.region);
    expect(there.describe(id, Date.parse(BEGIN) + 3_600_000)?.state).toBe('running');
  });
});
