import assert from 'node:assert/strict';
import type { Executions } from './executions.ts';
import { seeInstances } from './instances.ts';
import { pause, resume } from './pause.ts';
import type { Played } from './play.ts';
import type { Report } from './report.ts';
import { sweep } from './sweep.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** A launch's minute, and the functions' time. */
const GRACE_SECONDS = 130;

/**
 * Pauses while one launch is not yet due and every other has ended, lets it come due, resumes, and sweeps: that begins the
 * grace periods of `found` launches.
 */
export const pauseAndSweep = async (
  report: Report,
  target: Target,
  executions: Executions,
  { held, begun, found }: { readonly held: Played; readonly begun: number; readonly found: number },
): Promise<void> => {
  const { reservationId, instanceIds } = held.launched;
  const isHeld = ({ name }: { readonly name: string }) => name.includes(reservationId);
  await report.check('every other execution came to its end before', () =>
    until('the end of every other execution', GRACE_SECONDS, async () => {
      const others = (await executions.list()).filter((one) => !isHeld(one));
      return others.length === begun - 1 && others.every(({ status }) => status !== 'RUNNING');
    }),
  );
  report.step('pause, as the runbook says');
  await pause(target);
  await report.check('what comes due is held', async () => {
    await until('the end of its execution', GRACE_SECONDS, async () =>
      (await executions.list()).some((one) => isHeld(one) && one.status !== 'RUNNING'),
    );
    const seen = await seeInstances(target, held.story.account, held.story.region);
    const running = seen.filter(({ ended, instanceId }) => !ended && instanceIds.includes(instanceId));
    assert.equal(running.length, held.story.count);
  });
  await report.check('a sweep begins nothing meanwhile', async () => {
    const before = await executions.list();
    assert.equal(await sweep(target), 'SUCCEEDED');
    assert.deepEqual(await executions.list(), before);
  });
  report.step('resume, as the runbook says, and sweep');
  await resume(target);
  const before = (await executions.list()).length;
  await report.check(`a sweep reads every account, and begins ${found} grace periods`, async () => {
    await until('the functions to see that it goes on', 10, async () => {
      assert.equal(await sweep(target), 'SUCCEEDED');
      return (await executions.list()).length === before + found;
    });
  });
};
