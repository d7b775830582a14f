import { describe, expect, test } from '@jest/globals';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { instanceIdsOf, launched } from '../../local/sample/launches.ts';
import { aLog } from '../lambdas/a-log.ts';
import { synthesize } from '../templates/synthesize.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, at, configured, playRecords, rewritten } from './play-records.ts';
import { id, launch, stacks } from './the-launch.ts';

/** Options with which all schedules run and every event is lost. */
const LOST = { ...ANN, schedules: true, delays: () => [] };
const SWEPT = { ...ANN, schedules: true };

const GRACE_PERIOD = [
  '17:00:00 grace-started not-compliant-at-launch',
  '17:02:00 warned owner-missing',
  '17:10:00 terminated owner-missing',
];

describe('a launch whose event is lost', () => {
  test('is found by a sweep after its own grace period would have ended, gets a full one, and CloudTrail shows the launcher', async () => {
    const played = await playRecords(stacks, [launched(launch)], LOST);
    expect(linesOf(played, id)).toEqual([
      '17:20:00 grace-started found-by-sweep',
      '17:21:00 warned owner-missing',
      '17:30:00 terminated owner-missing',
    ]);
    expect(mailsOf(played)).toEqual([
      '1 instance will be terminated at 09:30 PST unless tagged Owner -> ann@ucsc.edu',
      '1 instance terminated at 09:30 PST: no valid tag Owner -> ann@ucsc.edu',
    ]);
    expect(played.deadLetters).toEqual([]);
  });

  test('is never found if no schedule runs', async () => {
    const played = await playRecords(stacks, [launched(launch)], { ...LOST, schedules: false });
    expect(played.recorder.rows()).toEqual([]);
  });

  test('is terminated after its minimum notice if the event arrives after the deadline', async () => {
    const late = { ...SWEPT, delays: () => [12 * 60_000] };
    expect(linesOf(await playRecords(stacks, [launched(launch)], late), id)).toEqual([
      '17:12:00 grace-started not-compliant-at-launch',
      '17:13:00 warned owner-missing',
      '17:16:00 terminated owner-missing',
    ]);
  });
});

test('a launch whose event arrives is never taken up by a sweep', async () => {
  expect(linesOf(await playRecords(stacks, [launched(launch)], SWEPT), id)).toEqual(GRACE_PERIOD);
});

test('an event that arrives twice starts one grace period', async () => {
  const twice = { ...SWEPT, delays: () => [0, 90_000] };
  const played = await playRecords(stacks, [launched(launch)], twice);
  expect(linesOf(played, id)).toEqual(GRACE_PERIOD);
  expect(played.recorder.launches).toHaveLength(1);
});

test('an instance that cannot be terminated is taken up six times, then each sweep only logs it, and the run ends', async () => {
  const log = aLog();
  const broken = stacks.flatMap((stack) =>
    stack.name.startsWith('TagEnforcement-Account')
      ? rewritten([stack], 'tag-enforcement-act', 'other')
      : [stack],
  );
  const played = await playRecords(broken, [launched(launch)], { ...SWEPT, log });
  const begun = linesOf(played, id).filter((line) => line.includes('grace-started'));
  expect(begun.map((line) => line.split(' ')[2])).toEqual([
    'not-compliant-at-launch',
    ...Array.from({ length: 6 }, () => 'found-by-sweep'),
  ]);
  expect(log.lines.filter((line) => line === 'sweep-backed-off').length).toBeGreaterThan(2);
});

test('more instances than the configuration allows at once are held: nobody is warned, and everybody concerned is notified', async () => {
  const many = { ...launch, count: 11 };
  const played = await playRecords(stacks, [launched(many)], LOST);
  for (const one of instanceIdsOf(many)) {
    expect(linesOf(played, one)).toEqual(['17:20:00 grace-started found-by-sweep', '17:21:00 held breaker']);
  }
  expect(mailsOf(played)).toEqual([
    '11 instances held, not terminated: too many at once -> cluster-admin@soe.ucsc.edu',
    '11 instances held, not terminated: too many at once -> pangenomics-pm@ucsc.edu',
    '11 of your instances held, not terminated: too many Owner tags gone -> ann@ucsc.edu',
  ]);
});

test('administrators are notified once for each Region of instances older than enforceLaunchesAfter that only a sweep finds', async () => {
  const later = synthesize(configured({ enforceLaunchesAfter: '2026-11-03T18:00:00Z' }));
  const other = { ...launch, at: '09:01:00', name: 'two', count: 2 };
  const ids = [...instanceIdsOf(launch), ...instanceIdsOf(other)];
  const played = await playRecords(later, [launched(launch), launched(other)], LOST);
  for (const one of ids) {
    expect(linesOf(played, one)).toEqual([
      '17:20:00 grace-started found-by-sweep',
      '17:21:00 noticed before-enforcement',
    ]);
  }
  expect(mailsOf(played)).toEqual([
    '3 instances without a valid tag Owner; nothing is terminated -> cluster-admin@soe.ucsc.edu',
  ]);
  const { message = '' } = played.recorder.mails[0] ?? {};
  for (const one of ids) expect(message).toContain(one);
  expect(message).toContain('nobody known: launched before enforceLaunchesAfter');
  expect(played.deadLetters).toEqual([]);
});

test('in dry-run, a sweep does not report again what the launch’s own grace period reported', async () => {
  const dryRun = synthesize(configured({ mode: 'dry-run' }));
  const played = await playRecords(dryRun, [launched(launch)], SWEPT);
  expect(linesOf(played, id)).toEqual([
    ...GRACE_PERIOD.slice(0, 2),
    '17:10:00 would-terminate owner-missing',
  ]);
  expect(mailsOf(played)).toHaveLength(2);
});

test('a launch before enforceLaunchesAfter is reported to administrators, and not terminated', async () => {
  const later = synthesize(configured({ enforceLaunchesAfter: '2026-11-03T18:00:00Z' }));
  const played = await playRecords(later, [launched(launch)], SWEPT);
  expect(linesOf(played, id)).toEqual([
    '17:00:00 grace-started not-compliant-at-launch',
    '17:02:00 noticed before-enforcement',
  ]);
  expect(mailsOf(played)).toEqual([
    '1 instance without a valid tag Owner; nothing is terminated -> cluster-admin@soe.ucsc.edu',
  ]);
  const there = played.ec2.in(PANGENOMICS, 'us-west-2');
  expect(there.describe(id, at('23:00:00'))?.state).toBe('running');
});

test('a sweep whose role may not read reports that it failed', async () => {
  const blind = stacks.flatMap((stack) =>
    stack.name.startsWith('TagEnforcement-Account')
      ? rewritten([stack], 'tag-enforcement-read', 'other')
      : [stack],
  );
  const { deadLetters } = await playRecords(blind, [launched(launch)], LOST);
  expect(deadLetters.map(({ reason }) => reason)).toContainEqual(
    expect.stringContaining('Some accounts were not swept'),
  );
});
