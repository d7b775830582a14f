import { checkDecided } from './check-decided.ts';
import { checkTopics } from './check-directory.ts';
import { checkFound, isOfSweep } from './check-found.ts';
import { checkLaunch } from './check-launch.ts';
import { checkNothingElse } from './check-nothing-else.ts';
import type { Masses } from './mass-untagging.ts';
import { GRACE_SECONDS } from './pause-and-sweep.ts';
import { queuesIn } from './queues.ts';
import type { Resource } from './stacks.ts';
import type { Stage } from './stage.ts';
import { executionsOf } from './story.ts';
import { until } from './until.ts';

/** Waits for the end of every grace period, then checks the outcome of each launch, and that nothing else happened. */
export const seeTheEnd = async (
  stage: Stage,
  resources: readonly Resource[],
  poison: string,
  masses: Masses,
): Promise<void> => {
  const { report, target, executions, inbox, played } = stage;
  report.step('wait for the end of every grace period');
  const due = played.reduce((sum, { story }) => sum + executionsOf(story), 0);
  await report.check('every execution came to its end', () =>
    until('the end of every execution', GRACE_SECONDS + target.cloudTrail.delaySeconds, async () => {
      const all = await executions.list();
      return all.length >= due && all.every(({ status }) => status !== 'RUNNING');
    }),
  );
  const mails = await inbox.read();
  const ofEvents = mails.filter((mail) => !isOfSweep(mail));
  for (const one of played) {
    report.step(`${one.story.account}, ${one.story.region}: a launch ${one.story.title}`);
    await checkLaunch(report, { target, executions, mails: ofEvents }, one);
    await checkFound(report, { target, executions, mails }, one);
  }
  report.step('what the breaker held, after it was decided');
  await checkDecided(stage, masses, mails);
  report.step('nothing else happened');
  await checkTopics(report, target, 'the topic of who went is gone, the others are not', [
    'ada',
    'bob',
    'carol',
  ]);
  const queues = queuesIn(target, resources);
  const world = { target, executions, mails, queues, poison, masses: Object.values(masses) };
  await checkNothingElse(report, world, played);
};
