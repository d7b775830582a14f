import type { Cdk } from './cdk.ts';
import { configuration, type SubAccountName } from './configuration.ts';
import { hurry } from './hurry.ts';
import { hubQueue, type Queue, queuesIn } from './queues.ts';
import type { Report } from './report.ts';
import { type Resource, seeResources } from './stacks.ts';
import type { Target } from './target.ts';

/** The sub-accounts of the first deployment. */
export const FIRST = ['alpha', 'beta'] as const satisfies readonly SubAccountName[];

/** The result of the first deployment. */
export type Installed = {
  readonly resources: readonly Resource[];
  readonly queues: readonly Queue[];
};

/** Bootstraps and deploys, as a cluster-admin does. */
export const install = async (report: Report, target: Target, cdk: Cdk): Promise<Installed> => {
  report.step('cdk bootstrap: the hub, the gateway and two sub-accounts');
  await Promise.all((['hub', 'gateway', ...FIRST] as const).map((account) => cdk.bootstrap(account)));
  report.step('cdk deploy --all: a hub, a gateway and two sub-accounts, one of them in two Regions');
  await cdk.deploy(configuration(target, FIRST));
  const resources = await seeResources(target);
  const queues = queuesIn(target, resources);
  await hurry(hubQueue('IntakeLaunchQueue', queues));
  return { resources, queues };
};
