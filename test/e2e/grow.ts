import { checkAdded, checkUnchanged } from './check-redeploy.ts';
import { configuration, SUB_ACCOUNT_NAMES } from './configuration.ts';
import { FIRST } from './install.ts';
import { type Resource, seeResources } from './stacks.ts';
import type { Stage } from './stage.ts';
import { NEWCOMER } from './stories/launchers.ts';

/** Deploys the same configuration again, which changes nothing. */
export const deployAgain = async (
  { report, target, cdk }: Stage,
  resources: readonly Resource[],
): Promise<void> => {
  report.step('cdk deploy --all again, within the grace period and the pause');
  await cdk.deploy(configuration(target, FIRST));
  await checkUnchanged(report, resources, await seeResources(target));
};

/** Adds a sub-account, and returns all deployed resources. */
export const addSubAccount = async (
  { report, target, cdk, callers, inbox }: Stage,
  resources: readonly Resource[],
): Promise<readonly Resource[]> => {
  report.step('cdk bootstrap and cdk deploy --all with a sub-account more');
  await cdk.bootstrap('gamma');
  await cdk.deploy(configuration(target, SUB_ACCOUNT_NAMES));
  const grown = await seeResources(target);
  await checkAdded(report, target, resources, grown);
  await inbox.subscribe([target.accounts.gamma]);
  await report.check('the hub knows who switched roles there', () => callers.switchRoles([NEWCOMER]));
  return grown;
};
