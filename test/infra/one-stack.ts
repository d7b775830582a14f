import type { App, Stack } from 'aws-cdk-lib';
import type { Configuration } from '../../infra/config/configuration.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { HubStack } from '../../infra/hub/hub-stack.ts';
import { HUB_STACK_NAME } from '../../infra/names.ts';
import { AccountStack } from '../../infra/sub-account/stacks.ts';
import { Template } from '../../local/template/template.ts';
import { givenApp, inFolder } from './synthesize.ts';

/** Synthesizes one stack alone: the others would take most of the time. */
const synthesizeAlone = (
  configuration: unknown,
  add: (app: App, configuration: Configuration) => Stack,
): Template =>
  inFolder((folder) => {
    const app = givenApp(folder);
    const { stackName } = add(app, parseConfiguration(configuration));
    return Template.parse(app.synth().getStackByName(stackName).template);
  });

/** The template of a configuration's hub. */
export const synthesizeHub = (configuration: unknown): Template =>
  synthesizeAlone(configuration, (app, parsed) => new HubStack(app, HUB_STACK_NAME, parsed));

/** The template of a sub-account's stack that exists once. */
export const synthesizeAccount = (configuration: unknown, accountId: string): Template =>
  synthesizeAlone(configuration, (app, parsed) => {
    const subAccount = parsed.subAccounts.find((one) => one.accountId === accountId);
    if (!subAccount) throw new Error(`no sub-account ${accountId}`);
    return new AccountStack(app, `TagEnforcement-Account-${accountId}`, parsed, subAccount);
  });
