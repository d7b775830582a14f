import { bootstrappedRegions, Cdk } from './cdk.ts';
import { checkGuard } from './check-guard.ts';
import { checkLaunch } from './check-launch.ts';
import { checkNothingElse } from './check-nothing-else.ts';
import { checkAdded, checkUnchanged } from './check-redeploy.ts';
import { configuration, type SubAccountName } from './configuration.ts';
import { deadLetterQueues } from './dead-letters.ts';
import { Executions } from './executions.ts';
import { Inbox } from './inbox.ts';
import { type Played, play, react } from './play.ts';
import { hurryPoison, putPoison } from './poison.ts';
import { putFailedLaunch } from './put-record.ts';
import type { Report } from './report.ts';
import { NEWCOMER, STORIES } from './scenario.ts';
import { seeResources } from './stacks.ts';
import type { Target } from './target.ts';
import { until } from './until.ts';

const FIRST: readonly SubAccountName[] = ['alpha', 'beta'];
const ALL: readonly SubAccountName[] = [...FIRST, 'gamma'];

/** Deploys, launches, deploys again meanwhile, and looks at what AWS says has become of it all. */
export const testDeployment = async (target: Target, folder: string, report: Report): Promise<void> => {
  const cdk = new Cdk(target, folder);
  report.step('cdk bootstrap: the hub and three sub-accounts');
  await cdk.bootstrap('hub', bootstrappedRegions('gamma'));
  await Promise.all(ALL.map((account) => cdk.bootstrap(account, bootstrappedRegions(account))));
  report.step('cdk deploy --all: a hub and two sub-accounts, one of them in two Regions');
  await cdk.deploy(configuration(target, FIRST));
  const resources = await seeResources(target, ALL);
  const inbox = new Inbox(target);
  await inbox.open();
  await inbox.subscribe(['administrators', ...FIRST.map((name) => target.accounts[name])]);
  await hurryPoison(target, resources);

  report.step(`${STORIES.length} launches, one that failed, and a poison record`);
  const played: Played[] = [];
  for (const story of STORIES) played.push(await play(target, story));
  await putFailedLaunch(target, played);
  const poison = await putPoison(target, played);
  report.step('people follow the commands in their mails');
  await Promise.all(played.map((one) => react(target, inbox, one)));

  report.step('cdk deploy --all again, within the grace period');
  await cdk.deploy(configuration(target, FIRST));
  await checkUnchanged(report, resources, await seeResources(target, ALL));

  report.step('cdk deploy --all with a sub-account more');
  await cdk.deploy(configuration(target, ALL));
  const grown = await seeResources(target, ALL);
  await checkAdded(report, target, resources, grown);
  await inbox.subscribe([target.accounts.gamma]);
  played.push(await play(target, NEWCOMER));

  report.step('wait for the end of every grace period');
  const executions = new Executions(target);
  const started = played.filter(({ story }) => story.execution).length;
  await until('the end of every execution', 150, async () => {
    const all = await executions.list();
    return all.length >= started && all.every(({ status }) => status !== 'RUNNING');
  });
  for (const one of played) {
    report.step(`${one.story.account}, ${one.story.region}: a launch ${one.story.title}`);
    await checkLaunch(report, { target, executions, mails: await inbox.read() }, one);
  }
  report.step('nothing else happened');
  const queues = deadLetterQueues(target, grown);
  await checkNothingElse(report, { target, executions, mails: await inbox.read(), queues, poison }, played);
  report.step('the Guard, and who may pass as whom');
  await checkGuard(report, target, grown, played);
};
