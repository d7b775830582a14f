import { arrive } from './arrive.ts';
import { Cdk } from './cdk.ts';
import { checkTopics } from './check-directory.ts';
import { checkDoctor } from './check-doctor.ts';
import { checkFound, isOfSweep } from './check-found.ts';
import { checkGuard } from './check-guard.ts';
import { checkLaunch } from './check-launch.ts';
import { checkNothingElse } from './check-nothing-else.ts';
import { checkOperate } from './check-operate.ts';
import { checkAdded, checkUnchanged } from './check-redeploy.ts';
import { configuration, SUB_ACCOUNT_NAMES, type SubAccountName } from './configuration.ts';
import { Executions } from './executions.ts';
import { hurry } from './hurry.ts';
import { Inbox } from './inbox.ts';
import { operate } from './operate.ts';
import { pauseAndSweep } from './paused.ts';
import { topicOf } from './people.ts';
import { type Played, play, react, untag } from './play.ts';
import { hubQueue, queuesIn } from './queues.ts';
import type { Report } from './report.ts';
import { FORGOTTEN, HELD, NEWCOMER, STORIES } from './scenario.ts';
import { seeResources } from './stacks.ts';
import { isReal, type Story } from './story.ts';
import { ACCOUNT_NAMES, type Target } from './target.ts';
import { until } from './until.ts';

/** Who is there from the beginning. */
const FIRST: readonly SubAccountName[] = ['alpha', 'beta'];

/** What a launch takes beside all delays: its minute, another where nobody told who launched, and the functions' time. */
const GRACE_SECONDS = 130;

/** What takes minutes more is asked for by hand: pause and sweep, termination protection, an Owner taken away. */
const takesLonger = ({ isProtected = false, afterwards }: Story): boolean =>
  isProtected || afterwards === 'untag';

/**
 * Deploys, launches, deploys again meanwhile, and looks at what AWS says has become of it all.
 *
 * @param isLong whether what takes minutes more is looked at, too
 */
export const testDeployment = async (
  target: Target,
  folder: string,
  report: Report,
  isLong: boolean,
): Promise<void> => {
  const cdk = new Cdk(target, folder);
  const stories = STORIES.filter(
    (story) => (target.cloudTrail.isPlayed || isReal(story)) && (isLong || !takesLonger(story)),
  );
  report.step('cdk bootstrap: the hub, the gateway and three sub-accounts');
  await Promise.all(ACCOUNT_NAMES.map((account) => cdk.bootstrap(account)));
  report.step('cdk deploy --all: a hub, a gateway and two sub-accounts, one of them in two Regions');
  await cdk.deploy(configuration(target, FIRST));
  const resources = await seeResources(target);
  const queues = queuesIn(target, resources);
  const launchQueue = hubQueue('IntakeLaunchQueue', queues);
  await hurry(launchQueue);

  report.step('IAM users come to the gateway, and one goes');
  const callers = await arrive(report, target, hubQueue('DirectoryUserQueue', queues));
  const inbox = new Inbox(target);
  await inbox.open();
  const read = (['ada', 'bob'] as const).map((person) => topicOf(person, target.accounts.hub));
  await inbox.subscribe(['administrators', ...read, ...FIRST.map((name) => target.accounts[name])]);
  await report.check('the hub knows who switched roles', () => callers.switchRoles(stories));

  report.step(`${stories.length} launches, one that failed, and a poison record`);
  const played: Played[] = [];
  for (const story of stories) played.push(await play(target, story, callers.of(story, played)));
  const [first] = played;
  if (!first) throw new Error('There is no story to play');
  await target.cloudTrail.failed(first.launched);
  const poison = await target.cloudTrail.poison(first.launched, launchQueue.url);
  report.step('people follow the commands in their mails');
  await report.check('everybody was warned who had to be', async () => {
    await Promise.all(played.map((one) => react(target, inbox, one)));
  });

  report.step('cdk deploy --all again, within the grace period');
  await cdk.deploy(configuration(target, FIRST));
  await checkUnchanged(report, resources, await seeResources(target));

  report.step('cdk deploy --all with a sub-account more');
  await cdk.deploy(configuration(target, SUB_ACCOUNT_NAMES));
  const grown = await seeResources(target);
  await checkAdded(report, target, resources, grown);
  await inbox.subscribe([target.accounts.gamma]);
  // Only where an instance can be older than it is: a sweep leaves the young alone.
  const isPaused = isLong && target.cloudTrail.isPlayed;
  const last = isPaused ? HELD : NEWCOMER;
  await report.check('the hub knows who switched roles there', () => callers.switchRoles([last]));
  const newcomer = await play(target, last, callers.of(last, played));
  played.push(newcomer);

  report.step('wait for the end of every grace period');
  const executions = new Executions(target);
  const commands = operate(target, folder);
  const isBegun = ({ story }: Played) => story.execution && story.afterwards !== 'untag';
  const found: (readonly [Played, 'sweep' | 'resume'])[] = [];
  if (isPaused) {
    const forgotten = await play(target, FORGOTTEN, callers.of(FORGOTTEN, played));
    found.push([forgotten, 'sweep'], [newcomer, 'resume']);
    const begun = played.filter(isBegun).length;
    await pauseAndSweep(report, target, executions, { held: newcomer, begun, found: found.length });
    report.step('an Owner is taken away');
    for (const one of played) await untag(target, one);
    report.step("the administrators' commands, meanwhile");
    await checkOperate(report, commands, played);
    await checkDoctor(report, target, commands);
  }
  const started = played.filter(({ story }) => story.execution).length + found.length;
  await report.check('every execution came to its end', () =>
    until('the end of every execution', GRACE_SECONDS + target.cloudTrail.delaySeconds, async () => {
      const all = await executions.list();
      return all.length >= started && all.every(({ status }) => status !== 'RUNNING');
    }),
  );
  const mails = await inbox.read();
  for (const one of played) {
    report.step(`${one.story.account}, ${one.story.region}: a launch ${one.story.title}`);
    const ofLaunches = mails.filter((mail) => !isOfSweep(mail));
    await checkLaunch(report, { target, executions, mails: ofLaunches }, one);
  }
  for (const [one, cause] of found) {
    report.step(`${one.story.account}, ${one.story.region}: ${cause} of a launch ${one.story.title}`);
    await checkFound(report, { target, executions, mails }, one, cause);
    if (!played.includes(one)) played.push(one);
  }
  report.step('nothing else happened');
  await checkTopics(report, target, 'the topic of who went is gone, the others are not', [
    'ada',
    'bob',
    'carol',
  ]);
  const world = { target, executions, mails, queues: queuesIn(target, grown), poison };
  await checkNothingElse(report, world, played);
  if (!isPaused) {
    report.step("the administrators' commands");
    await checkOperate(report, commands, played);
  }
  report.step('the Guard, and who may pass as whom');
  await checkGuard(report, target, grown, played);
};
