import assert from 'node:assert/strict';
import type { World } from './check-launch.ts';
import { REGIONS, SUB_ACCOUNT_NAMES } from './configuration.ts';
import { countOf, type DeadLetterQueue, peek } from './dead-letters.ts';
import { seeInstances } from './instances.ts';
import type { Played } from './play.ts';
import type { Report } from './report.ts';
import { until } from './until.ts';

/** What the test did not ask for must not be there. */
export const checkNothingElse = async (
  report: Report,
  {
    target,
    executions,
    mails,
    queues,
    poison,
  }: World & {
    readonly queues: readonly DeadLetterQueue[];
    /** The event id of the poison record. */
    readonly poison: string;
  },
  played: readonly Played[],
): Promise<void> => {
  for (const account of SUB_ACCOUNT_NAMES) {
    for (const region of REGIONS[account]) {
      const stories = played.filter(({ story }) => story.account === account && story.region === region);
      const sum = (of: (one: Played) => number) => stories.reduce((total, one) => total + of(one), 0);
      const ended = sum(({ story }) => story.terminated);
      const running = sum(({ story }) => story.count) - ended;
      await report.check(
        `${account}, ${region}: ${ended} instances terminated, ${running} running`,
        async () => {
          const seen = await seeInstances(target, account, region);
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
  const started = played.filter(({ story }) => story.execution).length;
  await report.check(`${started} executions: none of the failed call, none twice`, async () =>
    assert.equal((await executions.list()).length, started),
  );
  const due = played.reduce((total, { story }) => total + 2 * story.mails.length, 0);
  await report.check(`${due} mails`, () =>
    assert.equal(mails.length, due, mails.map(({ topic, subject }) => `${topic} ${subject}`).join('\n')),
  );
  const hub = queues.filter(({ name }) => name.startsWith('TagEnforcement-Hub'));
  await report.check(
    'the dead-letter queue of the hub holds the poison record and nothing else',
    async () => {
      const [queue] = hub;
      assert.ok(queue && hub.length === 1, `${hub.length} queues`);
      const bodies = await until('the poison record', 90, async () => {
        const found = await peek(queue);
        return found.length > 0 && found;
      });
      assert.equal(await countOf(queue), 1);
      assert.match(bodies[0] ?? '', new RegExp(poison));
    },
  );
  for (const queue of queues.filter((one) => !hub.includes(one))) {
    await report.check(`${queue.name} is empty`, async () => assert.equal(await countOf(queue), 0));
  }
};
