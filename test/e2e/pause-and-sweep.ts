import assert from 'node:assert/strict';
import type { Execution } from './executions.ts';
import { readInstances } from './instances.ts';
import { pause, resume } from './pause.ts';
import { mailsOf, type Played, untag } from './play.ts';
import { playAll, possible, type Stage } from './stage.ts';
import { FORGOTTEN, HELD, TAKEN_AWAY } from './stories/paused.ts';
import { sweep } from './sweep.ts';
import { until } from './until.ts';

/** Seconds of a grace period without delays: its minute, another if the launcher is unknown, and the functions' time. */
export const GRACE_SECONDS = 150;

/** A pause that has begun, and the launch that is due during it. */
export type Pause = { readonly held: Played };

/** Makes a launch for a sweep to find and one to be held, and pauses after the warning of the latter. */
export const beginPause = async (stage: Stage): Promise<Pause> => {
  const { report, target, inbox } = stage;
  const played = await playAll(stage, possible(target, [FORGOTTEN, TAKEN_AWAY, HELD]));
  const held = played.find(({ story }) => story === HELD);
  if (!held) throw new Error('There is nothing to hold');
  await report.check('who launches is warned', () =>
    until('the warning', GRACE_SECONDS + target.cloudTrail.delaySeconds, async () =>
      mailsOf(await inbox.read(), held).at(0),
    ),
  );
  report.step('pause');
  await report.check("the runbook's command pauses", () => pause(target));
  return { held };
};

/** Checks that the instance is held when due, resumes, and sweeps. */
export const endPause = async (stage: Stage, { held: { story, launched } }: Pause): Promise<void> => {
  const { report, target, executions, played } = stage;
  const { delaySeconds } = target.cloudTrail;
  const isHeld = ({ name }: Execution) => name.includes(launched.reservationId);
  const names = async () => (await executions.list()).map(({ name }) => name).sort();
  report.step('wait for what comes due within the pause');
  await report.check('it is held', async () => {
    await until('the end of its execution', GRACE_SECONDS + delaySeconds, async () =>
      (await executions.list()).some((one) => isHeld(one) && one.status !== 'RUNNING'),
    );
    const seen = await readInstances(target, story.account, story.region);
    const running = seen.filter((one) => !one.ended && launched.instanceIds.includes(one.instanceId));
    assert.equal(running.length, story.count);
  });
  const before = await names();
  await report.check('a sweep begins nothing meanwhile', async () => {
    assert.equal(await sweep(target), 'SUCCEEDED');
    assert.deepEqual(await names(), before);
  });
  report.step('resume, and sweep');
  await report.check("the runbook's command resumes", () => resume(target));
  const found = played.filter((one) => one.story.takenUp !== undefined).length;
  await report.check(`a sweep reads every account, and begins ${found} grace period(s)`, async () => {
    // The functions must see the end of the pause, and instances must be old enough for a sweep, as in AWS.
    await until(`${found} to begin`, delaySeconds, async () => {
      assert.equal(await sweep(target), 'SUCCEEDED');
      return (await names()).length >= before.length + found;
    });
    const begun = (await names()).filter((name) => !before.includes(name));
    assert.equal(begun.length, found, begun.join('\n'));
  });
  // If it were earlier, it could be due during the pause and have other mails.
  for (const one of played.filter((other) => other.story === TAKEN_AWAY)) await untag(target, one);
};
