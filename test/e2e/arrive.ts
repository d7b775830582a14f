import { Callers } from './callers.ts';
import type { Cdk } from './cdk.ts';
import { checkAsked, checkTopics } from './check-directory.ts';
import { Executions } from './executions.ts';
import { Gateway } from './gateway.ts';
import { Inbox } from './inbox.ts';
import { FIRST, type Installed } from './install.ts';
import { STORIES } from './launches.ts';
import { operate } from './operate.ts';
import { PEOPLE, PERSONS, ROBOT, topicOf } from './people.ts';
import { countOf, hubQueue, type Queue } from './queues.ts';
import { makeReadRole, READ_ACCOUNTS } from './read-role.ts';
import type { Report } from './report.ts';
import { possible, type Stage } from './stage.ts';
import { HELD } from './stories/paused.ts';
import { DISMISSED, RELEASED } from './stories/untagged.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

/** Creates users in the gateway, checks that the hub learns of them, and deletes one. Returns the callers who can launch. */
const come = async (report: Report, target: Target, userQueue: Queue): Promise<Callers> => {
  const gateway = new Gateway(target);
  const callers = new Callers(target);
  await callers.settle();
  await gateway.come(ROBOT);
  const ada = await gateway.come(PEOPLE.ada);
  const bob = await gateway.come(PEOPLE.bob);
  const carol = await gateway.come(PEOPLE.carol);
  // Keys come first: a new key is not valid everywhere at once, and checking the hub takes a while.
  await callers.equip('ada', ada);
  await callers.equip('bob', bob);
  await callers.equip('carol', carol);
  const dan = await gateway.come(PEOPLE.dan);
  await checkTopics(
    report,
    target,
    `a topic for each of ${PERSONS.length} people, none for ${ROBOT}`,
    PERSONS,
  );
  await checkAsked(report, target, PERSONS);
  // A user who is created and deleted while the directory runs would be removed only an hour later.
  await until('the hub to know who came', target.cloudTrail.delaySeconds, async () =>
    (await countOf(userQueue)) === 0 ? true : undefined,
  );
  await gateway.go(dan);
  return callers;
};

/** Creates everybody whom the test needs: people, readers of their mails, and administrators. */
export const arrive = async (
  report: Report,
  target: Target,
  cdk: Cdk,
  folder: string,
  { queues }: Installed,
): Promise<Stage> => {
  report.step('IAM users come to the gateway, and one goes');
  await target.cloudTrail.begin();
  for (const account of READ_ACCOUNTS) await makeReadRole(target, account);
  const callers = await come(report, target, hubQueue('DirectoryUserQueue', queues));
  const inbox = new Inbox(target);
  await inbox.open();
  const read = (['ada', 'bob'] as const).map((person) => topicOf(person, target.accounts.hub));
  await inbox.subscribe(['administrators', ...read, ...FIRST.map((name) => target.accounts[name])]);
  await report.check('the hub knows who switched roles', () =>
    callers.switchRoles(possible(target, [HELD, ...RELEASED, ...DISMISSED, ...STORIES])),
  );
  return {
    target,
    report,
    cdk,
    operate: operate(target, folder),
    callers,
    inbox,
    executions: new Executions(target),
    launches: {
      queue: hubQueue('IntakeLaunchQueue', queues),
      deadLetters: hubQueue('IntakeLaunchQueue', queues, { isDeadLetters: true }),
    },
    played: [],
  };
};
