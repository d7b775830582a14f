import assert from 'node:assert/strict';
import { checkTermination } from './check-termination.ts';
import type { Executions } from './executions.ts';
import type { Mail } from './inbox.ts';
import { seeInstances } from './instances.ts';
import { mailsOf, type Played } from './play.ts';
import { LAUNCHER } from './record.ts';
import type { Report } from './report.ts';
import { roundsOf, stepsOf } from './steps.ts';
import type { Target } from './target.ts';

/** Where to look. */
export type World = {
  readonly target: Target;
  readonly executions: Executions;
  readonly mails: readonly Mail[];
};

/** Whether AWS shows of a launch what its story says: its instances, its execution, its mails. */
export const checkLaunch = async (
  report: Report,
  { target, executions, mails: all }: World,
  played: Played,
): Promise<void> => {
  const { story, launched } = played;
  const accountId = target.accounts[story.account];
  await report.check(
    `${story.terminated} of ${story.count} terminated, ${story.owned} with an Owner`,
    async () => {
      const seen = await seeInstances(target, story.account, story.region);
      const ours = seen.filter(({ instanceId }) => launched.instanceIds.includes(instanceId));
      assert.equal(ours.length, story.count, 'DescribeInstances shows every instance');
      assert.deepEqual(
        {
          terminated: ours.filter(({ ended }) => ended).length,
          owned: ours.filter(({ ended, tags }) => !ended && tags.Owner === LAUNCHER).length,
        },
        { terminated: story.terminated, owned: story.owned },
      );
    },
  );

  const ofLaunch = (await executions.list()).filter(({ name }) => name.includes(launched.reservationId));
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
      `its history: ${['look', ...story.acts.map((act) => act.toLowerCase()), 'tell'].join(', ')}`,
      () => assert.deepEqual(roundsOf(entered), stepsOf(story)),
    );
  }

  const mails = mailsOf(all, played);
  for (const topic of story.mails.length > 0 ? [accountId, 'administrators'] : []) {
    const ofTopic = mails.filter((mail) => mail.topic === topic);
    await report.check(`${story.mails.length} true mail(s) to ${topic}`, () => {
      assert.equal(ofTopic.length, story.mails.length, ofTopic.map(({ subject }) => subject).join('\n'));
      for (const [index, mail] of ofTopic.entries()) {
        assert.ok(mail.subject.startsWith(`${story.account} ${story.region}: `), mail.subject);
        assert.match(mail.subject, story.mails[index] ?? /^$/);
        assert.match(
          mail.message,
          new RegExp(`^Sub-account: ${story.account} \\(${accountId}\\), ${story.region}$`, 'm'),
        );
        assert.match(/^Launched by: (.+)$/m.exec(mail.message)?.[1] ?? '', target.cloudTrail.launcher);
      }
    });
  }
  await report.check('its mails are in no other topic', () =>
    assert.equal(mails.length, 2 * story.mails.length),
  );
  if (story.terminated > 0 && execution) {
    await checkTermination(report, { target, executions, mails }, played, execution);
  }
};
