import assert from 'node:assert/strict';
import { mailsOfGroup, READERS } from './check-breaker.ts';
import type { Mail } from './inbox.ts';
import { readInstances, tagInstance, untagInstances } from './instances.ts';
import { clientOf } from './launch.ts';
import { executionsOf, type Masses } from './mass-untagging.ts';
import { PEOPLE, topicOf } from './people.ts';
import { mailsOf } from './play.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** A dismissed instance gets an Owner and loses it again. That is a change, so it starts a grace period of its own. */
export const changeDismissed = async (stage: Stage, { dismissed }: Masses): Promise<void> => {
  const { report, target, executions } = stage;
  const { cloudTrail } = target;
  const { story, launched } = dismissed.played.at(-1) ?? {};
  const [id = ''] = launched?.instanceIds ?? [];
  await report.check(
    'the Owner of a dismissed instance is removed again, which starts a grace period',
    async () => {
      assert.ok(story && launched);
      const client = clientOf(target, story, launched);
      const before = executionsOf(dismissed, await executions.list()).length;
      await tagInstance(client, id, ['Owner', PEOPLE.ada]);
      await untagInstances(client, [id], 'Owner');
      await cloudTrail.untagged(launched, id, 'Owner', { Name: 'blast' });
      await until('it to begin', cloudTrail.delaySeconds, async () => {
        return executionsOf(dismissed, await executions.list()).length > before;
      });
    },
  );
};

/** Checks that released instances were terminated after a warning, and of the dismissed ones only the changed one. */
export const checkDecided = async (
  stage: Stage,
  { released, dismissed }: Masses,
  mails: readonly Mail[],
): Promise<void> => {
  const { report, target, executions } = stage;
  for (const mass of [released, dismissed]) {
    const { account, region, instanceIds, ends } = mass;
    await report.check(`${account}: ${ends} of four terminated`, async () => {
      const seen = await readInstances(target, account, region);
      assert.equal(seen.filter((one) => one.ended && instanceIds.includes(one.instanceId)).length, ends);
      const begun = executionsOf(mass, await executions.list());
      assert.deepEqual(
        begun.map(({ status }) => status),
        Array.from({ length: mass.executions }, () => 'SUCCEEDED'),
      );
    });
    const warned = mass === released ? mass.played : mass.played.slice(-1);
    for (const one of warned) {
      const ours = mailsOf(mails, one);
      await report.check(
        `${account}: ${one.story.owner} was warned, and a minute later notified of the termination`,
        () => {
          const topic = topicOf(one.story.owner, target.accounts[account]);
          assert.deepEqual(
            ours.map((mail) => [mail.topic, /will be terminated|terminated/.exec(mail.subject)?.[0]]),
            [
              [topic, 'will be terminated'],
              [topic, 'terminated'],
            ],
          );
          const [warning, end] = ours;
          assert.ok(warning && end && end.takenAt - warning.takenAt >= 60_000);
        },
      );
    }
    await report.check(`${account}: nobody was notified of the group again`, () => {
      assert.equal(mailsOfGroup(stage, mass, mails).length, READERS.length);
    });
  }
};
