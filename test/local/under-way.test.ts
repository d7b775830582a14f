import { beforeAll, describe, expect, test } from '@jest/globals';
import { stateMachineArn } from '../../infra/names.ts';
import type { Intervention } from '../../local/aws/play-options.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { launched } from '../../local/sample/launches.ts';
import type { Stack } from '../../local/template/template.ts';
import { synthesize } from '../templates/synthesize.ts';
import { linesOf, mailsOf } from './lines.ts';
import { ANN, at, configured, playRecords } from './play-records.ts';
import { id, launch } from './the-launch.ts';

const others = SAMPLE_CONFIGURATION.subAccounts.filter(({ accountId }) => accountId !== PANGENOMICS);
const stacksOf = {
  enforce: () => synthesize(configured()),
  'dry-run': () => synthesize(configured({ mode: 'dry-run' })),
  without: () => synthesize(configured({ subAccounts: others })),
};
let stacks: Record<keyof typeof stacksOf, Stack[]>;
beforeAll(() => {
  stacks = {
    enforce: stacksOf.enforce(),
    'dry-run': stacksOf['dry-run'](),
    without: stacksOf.without(),
  };
});

const MACHINE = stateMachineArn(SAMPLE_CONFIGURATION.hub);

const deployed = (time: string, what: keyof typeof stacksOf): Intervention => ({
  at: at(time),
  act: ({ deploy }) => deploy(stacks[what]),
});
const playedFrom = (from: keyof typeof stacksOf, ...interventions: Intervention[]) =>
  playRecords(stacks[from], [launched(launch)], { ...ANN, schedules: true, interventions });

const ADMINISTRATORS = 'cluster-admin@soe.ucsc.edu';

describe('a deployment while a grace period is open', () => {
  test('from enforce to dry-run: only administrators are notified of what would be terminated, and nothing fails', async () => {
    const result = await playedFrom('enforce', deployed('09:05:00', 'dry-run'));
    expect(linesOf(result, id)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:02:00 warned owner-missing',
      '17:10:00 would-terminate owner-missing',
    ]);
    expect(mailsOf(result)).toEqual([
      '1 instance will be terminated at 09:10 PST unless tagged Owner -> ann@ucsc.edu',
      `1 instance would be terminated now in mode enforce -> ${ADMINISTRATORS}`,
    ]);
  });

  test('from dry-run to enforce: the launcher is warned, and has a whole grace period', async () => {
    const result = await playedFrom('dry-run', deployed('09:05:00', 'enforce'));
    expect(linesOf(result, id)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch',
      '17:02:00 warned owner-missing',
      '17:20:00 terminated owner-missing',
    ]);
    expect(mailsOf(result)).toEqual([
      `1 instance would be terminated at 09:10 PST unless tagged Owner -> ${ADMINISTRATORS}`,
      '1 instance will be terminated at 09:20 PST unless tagged Owner -> ann@ucsc.edu',
      '1 instance terminated at 09:20 PST: no valid tag Owner -> ann@ucsc.edu',
    ]);
  });

  test('that removes the account: the warned person learns that nothing is terminated; added again, a sweep starts anew', async () => {
    const out = await playedFrom('enforce', deployed('09:05:00', 'without'));
    expect(linesOf(out, id).at(-1)).toBe('17:10:00 exempt account-not-listed');
    expect(mailsOf(out).at(-1)).toBe(
      '1 instance will not be terminated: the account left the service -> ann@ucsc.edu',
    );
    expect(out.deadLetters).toEqual([]);
    const back = await playedFrom(
      'enforce',
      deployed('09:05:00', 'without'),
      deployed('09:15:00', 'enforce'),
    );
    expect(linesOf(back, id).slice(-3)).toEqual([
      '17:20:00 grace-started found-by-sweep',
      '17:21:00 warned owner-missing',
      '17:30:00 terminated owner-missing',
    ]);
  });
});

describe('an execution that is redriven', () => {
  const stopped: Intervention = {
    at: at('09:05:00'),
    act: ({ stateMachines }) => {
      for (const { name } of stateMachines.list(MACHINE, 'RUNNING')) stateMachines.stop(MACHINE, name);
    },
  };
  const redriven = (time: string): Intervention => ({
    at: at(time),
    act: ({ stateMachines }) => {
      for (const { name } of stateMachines.list(MACHINE, 'ABORTED')) stateMachines.redrive(MACHINE, name);
    },
  });

  test('terminates nothing if the warning is long ago: a sweep starts a new grace period', async () => {
    const result = await playedFrom('enforce', stopped, redriven('09:17:00'));
    expect(linesOf(result, id).slice(-3)).toEqual([
      '17:20:00 grace-started found-by-sweep',
      '17:21:00 warned owner-missing',
      '17:30:00 terminated owner-missing',
    ]);
    expect(result.recorder.rows().filter(({ decision }) => decision === 'terminated')).toHaveLength(1);
  });

  test('has one deadline, although a sweep has started another grace period', async () => {
    const result = await playedFrom('enforce', stopped, redriven('09:22:00'));
    expect(mailsOf(result).filter((mail) => mail.includes('will be terminated'))).toEqual([
      '1 instance will be terminated at 09:10 PST unless tagged Owner -> ann@ucsc.edu',
      '1 instance will be terminated at 09:30 PST unless tagged Owner -> ann@ucsc.edu',
    ]);
    expect(linesOf(result, id).at(-1)).toBe('17:30:00 terminated owner-missing');
  });
});
