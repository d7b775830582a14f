import { describe, expect, test } from '@jest/globals';
import { PAUSE_PARAMETER_NAME } from '../../infra/names.ts';
import { PANGENOMICS } from '../../local/sample/configuration.ts';
import { launched } from '../../local/sample/launches.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, at, playRecords, rewritten } from './play-records.ts';
import { id, launch, stacks } from './the-launch.ts';

const written = (time: string, value: string) => ({ name: PAUSE_PARAMETER_NAME, value, at: at(time) });
const played = (...changes: ReturnType<typeof written>[]) =>
  playRecords(stacks, [launched(launch)], { ...ANN, schedules: true, written: changes });

describe('a pause', () => {
  test('holds instances that are due; the first sweep after it starts a full new grace period', async () => {
    const result = await played(written('09:05:00', 'yes'), written('10:45:00', 'no'));
    expect(linesOf(result, id)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:02:00 warned owner-missing',
      '17:10:00 held paused',
      '18:50:00 grace-started resumed-after-pause',
      '18:51:00 warned owner-missing',
      '19:00:00 terminated owner-missing',
    ]);
    expect(mailsOf(result)).toContainEqual(
      '1 instance held, not terminated: enforcement is paused -> ann@ucsc.edu, cluster-admin@soe.ucsc.edu',
    );
  });

  test.each(['YES', 'no ', '', 'paused'])(
    'is any value of the parameter other than no: %j',
    async (value) => {
      expect(linesOf(await played(written('09:05:00', value)), id).at(-1)).toBe('17:10:00 held paused');
    },
  );

  test('in the second of the deadline is still in time', async () => {
    expect(linesOf(await played(written('09:10:00', 'yes')), id).at(-1)).toBe('17:10:00 held paused');
  });

  test('that is over by the deadline changes nothing', async () => {
    const result = await played(written('09:01:00', 'yes'), written('09:09:59', 'no'));
    expect(linesOf(result, id)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:02:00 warned owner-missing',
      '17:10:00 terminated owner-missing',
    ]);
  });

  test('that cannot be read prevents termination, and is reported as a failure', async () => {
    const blind = rewritten(stacks, 'ssm:GetParameter', 'ssm:GetNothing');
    const result = await playRecords(blind, [launched(launch)]);
    expect(linesOf(result, id).at(-1)).toMatch(/ failed PauseNotReadable$/);
    const there = result.ec2.in(PANGENOMICS, 'us-west-2');
    expect(there.describe(id, at('12:00:00'))?.state).toBe('running');
  });
});
