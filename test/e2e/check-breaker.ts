import assert from 'node:assert/strict';
import { WINDOW_MINUTES } from '../../lambdas/domain/breaker/count.ts';
import type { Mail } from './inbox.ts';
import { readInstances } from './instances.ts';
import { executionsOf, isOfGroup, type Mass, type Masses } from './mass-untagging.ts';
import { PEOPLE, type Reader, topicOf } from './people.ts';
import { mailsOf } from './play.ts';
import type { Stage } from './stage.ts';
import { sweep } from './sweep.ts';
import { until } from './until.ts';

/** Seconds until a group's mail: its ten minutes, two until the mail, and the functions' time. */
const TOLD_SECONDS = (WINDOW_MINUTES + 3) * 60;

/** The readers of a group's mails. */
export const READERS: readonly Reader[] = ['administrators', 'sub-account', 'ada', 'bob'];

const idIn = ({ message }: Pick<Mail, 'message'>): string => /^Group: +(\S+)$/m.exec(message)?.[1] ?? '';

/** The mails about the group. */
export const mailsOfGroup = ({ target: { accounts } }: Stage, { account }: Mass, mails: readonly Mail[]) =>
  mails.filter((mail) => isOfGroup(mail, accounts[account]));

/** Checks that nobody was warned, nothing was terminated, and everybody concerned was notified once, with the caller's name. */
const checkHeld = async (stage: Stage, mass: Mass, mails: readonly Mail[]): Promise<void> => {
  const { report, target, executions } = stage;
  const { account, region, played, instanceIds } = mass;
  await report.check(
    `${account}: four are held: all run, none was warned of, each grace period is over`,
    async () => {
      const seen = await readInstances(target, account, region);
      assert.equal(seen.filter((one) => !one.ended && instanceIds.includes(one.instanceId)).length, 4);
      assert.deepEqual(
        played.flatMap((one) => mailsOf(mails, one)),
        [],
      );
      const begun = executionsOf(mass, await executions.list());
      assert.deepEqual(
        begun.map(({ status }) => status),
        instanceIds.map(() => 'SUCCEEDED'),
      );
    },
  );
  const sent = mailsOfGroup(stage, mass, mails);
  await report.check(
    `${account}: ${READERS.join(', ')} are notified once, in one mail, which names the caller`,
    () => {
      const topics = READERS.map((reader) => topicOf(reader, target.accounts[account]));
      assert.deepEqual(sent.map(({ topic }) => topic).sort(), topics.sort());
      assert.equal(new Set(sent.map(idIn)).size, 1);
      for (const { topic, subject, message } of sent) {
        // For the event that came late, CloudTrail may have answered too late who the launcher is.
        const isPerson = topic.startsWith('person-');
        assert.match(
          subject,
          isPerson ? /: [12] of your instances held, not terminated/ : /: 4 instances held/,
        );
        assert.match(message, /^Changed by: +ada@example\.org \(who assumed role$/m);
        assert.equal(message.includes('npm run breaker -- release '), topic === 'administrators', message);
      }
    },
  );
};

/** Waits for the mails about both groups, then decides as an administrator would by the mails. */
export const decide = async (stage: Stage, { released, dismissed }: Masses): Promise<void> => {
  const { report, target, inbox, operate, executions } = stage;
  const both = [released, dismissed];
  report.step('wait for the mails about what the breaker holds');
  let mails: readonly Mail[] = [];
  await report.check('everybody is notified', () =>
    until('the mails', TOLD_SECONDS + target.cloudTrail.delaySeconds, async () => {
      mails = await inbox.read();
      return both.every((mass) => mailsOfGroup(stage, mass, mails).length >= READERS.length);
    }),
  );
  for (const mass of both) await checkHeld(stage, mass, mails);

  report.step('the administrators decide, as their mails say');
  const toAdministrators = (mass: Mass): Mail | undefined =>
    mailsOfGroup(stage, mass, mails).find(({ topic }) => topic === 'administrators');
  const idOf = (mass: Mass): string => idIn(toAdministrators(mass) ?? { message: '' });
  const run = async (command: string | undefined): Promise<string> => {
    const { exitCode, text } = await operate(command);
    assert.equal(exitCode, 0, `${command}\n${text}`);
    return text;
  };
  const follow = (mass: Mass, what: 'release' | 'dismiss'): Promise<string> =>
    run(
      toAdministrators(mass)
        ?.message.split('\n')
        .find((line) => line.startsWith(`npm run breaker -- ${what} `)),
    );
  await report.check('breaker lists both groups, and shows whose the instances are', async () => {
    const text = await run('npm run breaker');
    assert.match(text, /^Held until you decide:/);
    for (const mass of both) assert.match(text, new RegExp(`^${idOf(mass)} +${mass.account} +4 `, 'm'));
    const shown = await run(`npm run breaker -- show ${idOf(released)}`);
    for (const id of released.instanceIds) assert.match(shown, new RegExp(`^${id} +us-west-2 +\\S`, 'm'));
    assert.match(shown, new RegExp(PEOPLE.bob));
  });
  await report.check('dismiss says that they are left alone', async () => {
    assert.match(await follow(dismissed, 'dismiss'), /left alone until their Owner tags change/);
  });
  const before = (await executions.list()).map(({ name }) => name);
  await report.check('release begins a sweep, which takes up the one group and not the other', async () => {
    assert.match(await follow(released, 'release'), /A sweep has begun/);
    const begun = async () =>
      (await executions.list()).filter(({ name }) => !before.includes(name)).map(({ name }) => name);
    await until('two to begin', target.cloudTrail.delaySeconds, async () => (await begun()).length >= 2);
    // The sweep of `release` may have read one account and not yet the other.
    assert.equal(await sweep(target), 'SUCCEEDED');
    const names = await begun();
    const taken = released.played.map(({ launched }) => `-${launched.reservationId}-resume-`);
    for (const part of taken)
      assert.ok(
        names.some((name) => name.includes(part)),
        names.join('\n'),
      );
    assert.equal(names.length, taken.length, names.join('\n'));
  });
  await report.check('breaker lists what was decided', async () => {
    const text = await run('npm run breaker');
    assert.match(text, /^No group waits for a decision\./);
    assert.match(text, new RegExp(`^${idOf(released)} +alpha +4 +released `, 'm'));
    assert.match(text, new RegExp(`^${idOf(dismissed)} +beta +4 +dismissed `, 'm'));
  });
};
