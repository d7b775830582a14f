import assert from 'node:assert/strict';
import { isReminder } from './check-creations.ts';
import type { World } from './check-launch.ts';
import { REGIONS, SUB_ACCOUNT_NAMES } from './configuration.ts';
import type { Mail } from './inbox.ts';
import { readInstances } from './instances.ts';
import { isAbout, type Mass } from './mass-untagging.ts';
import { mailsOf, type Played } from './play.ts';
import { countOf, isOf, peek, type Queue } from './queues.ts';
import type { Report } from './report.ts';
import { executionsOf } from './story.ts';
import { until } from './until.ts';

/** Whether a mail is about a report of who owns what. */
const isOfReport = ({ message }: Mail): boolean => message.startsWith('Who owns what in ');

/** Checks that nothing exists that the test did not cause. */
export const checkNothingElse = async (
  report: Report,
  {
    target,
    executions,
    mails,
    queues,
    poison,
    masses,
  }: World & {
    readonly queues: readonly Queue[];
    /** The event id of the poison record. */
    readonly poison: string;
    /** The instances that the breaker held. */
    readonly masses: readonly Mass[];
  },
  played: readonly Played[],
): Promise<void> => {
  for (const account of SUB_ACCOUNT_NAMES) {
    for (const region of REGIONS[account]) {
      const stories = played.filter(({ story }) => story.account === account && story.region === region);
      const sum = (of: (one: Played) => number) => stories.reduce((total, one) => total + of(one), 0);
      const held = masses.filter((mass) => mass.account === account && mass.region === region);
      const of = (what: (mass: Mass) => number) => held.reduce((total, mass) => total + what(mass), 0);
      const ended = sum(({ story }) => story.terminated) + of(({ ends }) => ends);
      const all = sum(({ story }) => story.count) + of(({ instanceIds }) => instanceIds.length);
      const running = all - ended;
      await report.check(
        `${account}, ${region}: ${ended} instances terminated, ${running} running`,
        async () => {
          const seen = await readInstances(target, account, region);
          assert.deepEqual(
            {
              ended: seen.filter((one) => one.ended).length,
              running: seen.filter((one) => !one.ended).length,
            },
            { ended, running },
          );
        },
      );
    }
  }
  const started =
    played.reduce((sum, { story }) => sum + executionsOf(story), 0) +
    masses.reduce((sum, mass) => sum + mass.executions, 0);
  await report.check(`${started} executions: none of the failed call, none twice`, async () =>
    assert.equal((await executions.list()).length, started),
  );
  const ofLaunches = mails.filter((mail) => !isReminder(mail) && !isOfReport(mail));
  await report.check(`${ofLaunches.length} mails, each about a launch, or of what was held`, () => {
    const others = ofLaunches.filter(
      (mail) =>
        !played.some((one) => mailsOf([mail], one).length > 0) &&
        !masses.some((mass) => isAbout(mass, mail, target.accounts[mass.account])),
    );
    assert.deepEqual(others, []);
  });
  const deadLetters = queues.filter((queue) => queue.isDeadLetters);
  const lettersOfLaunches = deadLetters.filter((queue) => isOf('IntakeLaunchQueue', queue));
  await report.check(
    'the dead-letter queue of launches holds the poison record and nothing else',
    async () => {
      const [queue] = lettersOfLaunches;
      assert.ok(queue && lettersOfLaunches.length === 1, `${lettersOfLaunches.length} queues`);
      const bodies = await until('the poison record', 90, async () => {
        const found = await peek(queue);
        return found.length > 0 && found;
      });
      assert.equal(await countOf(queue), 1);
      assert.match(bodies[0] ?? '', new RegExp(poison));
    },
  );
  const others = deadLetters.filter((queue) => !lettersOfLaunches.includes(queue));
  await report.check(`${others.length} other dead-letter queues are empty`, async () => {
    const counts = await Promise.all(others.map(async (queue) => [queue.name, await countOf(queue)]));
    assert.deepEqual(
      counts.filter(([, count]) => count !== 0),
      [],
    );
  });
};
