import assert from 'node:assert/strict';
import { checkMails } from './check-mails.ts';
import { checkTermination } from './check-termination.ts';
import type { Executions } from './executions.ts';
import type { Mail } from './inbox.ts';
import { readInstances } from './instances.ts';
import { PEOPLE } from './people.ts';
import { mailsOf, type Played } from './play.ts';
import type { Report } from './report.ts';
import { roundsOf, stepsOf } from './steps.ts';
import type { Target } from './target.ts';

/** Where to look. */
export type World = {
  readonly target: Target;
  readonly executions: Executions;
  readonly mails: readonly Mail[];
};

/** Checks a launch's instances, execution and mails in AWS against its story. */
export const checkLaunch = async (
  report: Report,
  { target, executions, mails }: World,
  played: Played,
): Promise<void> => {
  const { story, launched } = played;
  await report.check(
    `${story.terminated} of ${story.count} terminated, ${story.owned} with the Owner ${story.owner}`,
    async () => {
      const seen = await readInstances(target, story.account, story.region);
      const ours = seen.filter(({ instanceId }) => launched.instanceIds.includes(instanceId));
      assert.equal(ours.length, story.count, 'DescribeInstances shows every instance');
      assert.deepEqual(
        {
          terminated: ours.filter(({ ended }) => ended).length,
          stopped: ours.filter(({ stopped }) => stopped).length,
          owned: ours.filter(({ ended, tags }) => !ended && tags.Owner === PEOPLE[story.owner]).length,
        },
        { terminated: story.terminated, stopped: story.isProtected ? story.count : 0, owned: story.owned },
      );
    },
  );

  const names = [
    `${launched.reservationId}-launch`,
    ...launched.instanceIds.map((instanceId) => `${instanceId}-untagged-`),
  ];
  const ofLaunch = (await executions.list()).filter(({ name }) => names.some((part) => name.includes(part)));
  const [execution] = ofLaunch;
  await report.check(story.execution ? 'one execution, which succeeded' : 'no execution', () => {
    assert.deepEqual(
      ofLaunch.map(({ status }) => status),
      story.execution ? ['SUCCEEDED'] : [],
    );
  });
  const entered = execution ? await executions.entered(execution) : [];
  if (execution) {
    await report.check(
      `its history: ${['check', ...story.acts.map((act) => act.toLowerCase()), 'notify'].join(', ')}`,
      () => assert.deepEqual(roundsOf(entered), stepsOf(story)),
    );
  }
  await checkMails(report, target, mails, played);
  if (story.terminated > 0 && execution && story.takenUp !== 'resume') {
    const world = { target, executions, mails: mailsOf(mails, played) };
    await checkTermination(report, world, played, execution);
  }
};
