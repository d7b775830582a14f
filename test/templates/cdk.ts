import { createRequire } from 'node:module';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Configuration } from '../../infra/config/configuration.ts';
import { HubStack } from '../../infra/hub/hub-stack.ts';
import { HUB_STACK_NAME } from '../../infra/names.ts';
import { AccountStack } from '../../infra/sub-account/stacks.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';
import * as local from '../../local/template/synthesize.ts';
import { inFolder } from '../in-folder.ts';
import { shippedContext } from '../infra/given-configuration.ts';

// What runs outside of Jest (environment.ts). Only text goes in and out: an object from outside is no instance of the
// classes that a test knows.

/** An app with cdk.json's feature flags that bundles no function. */
const givenApp = (outdir: string, builtinCloudFormationValidation = false): App =>
  new App({
    outdir,
    context: { ...shippedContext(), 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
    builtinCloudFormationValidation,
  });

/** All stacks of a configuration. */
export const synthesize = (configuration: string): string =>
  JSON.stringify(local.synthesize(JSON.parse(configuration)));

/** Synthesizes one stack alone: the others would take most of the time. */
const synthesizeAlone = (add: (app: App) => Stack): string =>
  inFolder((folder) => {
    const app = givenApp(folder);
    const { stackName } = add(app);
    return JSON.stringify(app.synth().getStackByName(stackName).template);
  });

/** The template of a configuration's hub. */
export const synthesizeHub = (configuration: string): string =>
  synthesizeAlone((app) => new HubStack(app, HUB_STACK_NAME, JSON.parse(configuration)));

/** The template of a sub-account's stack that exists once. */
export const synthesizeAccount = (configuration: string, accountId: string): string =>
  synthesizeAlone((app) => {
    const parsed: Configuration = JSON.parse(configuration);
    const subAccount = parsed.subAccounts.find((one) => one.accountId === accountId);
    if (!subAccount) throw new Error(`no sub-account ${accountId}`);
    return new AccountStack(app, `TagEnforcement-Account-${accountId}`, parsed, subAccount);
  });

/** Where each stack of a configuration is deployed, after which other stacks, and with which assets. */
export const deployments = (configuration: string): string =>
  inFolder((folder) => {
    const app = givenApp(folder);
    tagEnforcement(app, JSON.parse(configuration));
    const stacks = app.synth().stacks.map(({ stackName, environment, dependencies, assets }) => ({
      name: stackName,
      account: environment.account,
      region: environment.region,
      dependencies: dependencies.map(({ id }) => id),
      assets: assets.map(({ packaging }) => packaging),
    }));
    return JSON.stringify(stacks);
  });

/** Synthesizes with CloudFormation's validation and cdk-nag; throws if they find what is not acknowledged. */
export const validate = (configuration: string): void =>
  inFolder((folder) => {
    // One test needs it.
    const { AwsSolutionsChecks }: typeof import('cdk-nag') = createRequire(import.meta.filename)('cdk-nag');
    const app = givenApp(folder, true);
    tagEnforcement(app, JSON.parse(configuration));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
  });

/** All that the CDK knows of Regions which this project asks. */
export const regions = (): string =>
  JSON.stringify(
    RegionInfo.regions.map(({ name, partition, isOptInRegion }) => ({ name, partition, isOptInRegion })),
  );
