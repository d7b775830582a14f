import { App, type Stack } from 'aws-cdk-lib';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { HubStack } from '../../infra/hub/hub-stack.ts';
import { HUB_STACK_NAME, REPORT_STACK_NAME } from '../../infra/names.ts';
import { ReportStack } from '../../infra/report/report-stack.ts';
import { AccountStack } from '../../infra/sub-account/stacks.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';
import * as local from '../../local/template/synthesize.ts';
import { type Resource, Template } from '../../local/template/template.ts';
import { inFolder } from '../in-folder.ts';
import * as templates from '../templates/synthesize.ts';
import { shippedContext } from './given-configuration.ts';

const byName = (stacks: ReturnType<typeof local.synthesize>): ReadonlyMap<string, Template> =>
  new Map(stacks.map(({ name, template }) => [name, template]));

/** The templates of a configuration, by stack. */
export const synthesize = (configuration: unknown): ReadonlyMap<string, Template> =>
  byName(templates.synthesize(parseConfiguration(configuration)));

/** The same, but synthesized again even if another test has done so. */
export const synthesizeNow = (configuration: unknown): ReadonlyMap<string, Template> =>
  byName(local.synthesize(parseConfiguration(configuration)));

/** Gives an app with cdk.json's feature flags that bundles no function. */
export const withApp = <Result>(
  use: (app: App) => Result,
  { builtinCloudFormationValidation = false } = {},
): Result =>
  inFolder((outdir) =>
    use(new App({ outdir, ...local.templatesOnly(shippedContext()), builtinCloudFormationValidation })),
  );

/** Synthesizes one stack alone: the others would take most of the time. */
const synthesizeAlone = (add: (app: App) => Stack): Template =>
  withApp((app) => {
    const { stackName } = add(app);
    return Template.parse(app.synth().getStackByName(stackName).template);
  });

/** The template of a configuration's hub alone. */
export const synthesizeHub = (configuration: unknown): Template =>
  synthesizeAlone((app) => new HubStack(app, HUB_STACK_NAME, parseConfiguration(configuration)));

/** The template of a configuration's report alone. */
export const synthesizeReport = (configuration: unknown): Template =>
  synthesizeAlone((app) => new ReportStack(app, REPORT_STACK_NAME, parseConfiguration(configuration)));

/** The template of a sub-account's stack that exists once, alone. */
export const synthesizeAccount = (configuration: unknown, accountId: string): Template =>
  synthesizeAlone((app) => {
    const parsed = parseConfiguration(configuration);
    const subAccount = parsed.subAccounts.find((one) => one.accountId === accountId);
    if (!subAccount) throw new Error(`no sub-account ${accountId}`);
    return new AccountStack(app, `TagEnforcement-Account-${accountId}`, parsed, subAccount);
  });

/** A stack, as it will be deployed. */
type Deployment = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly dependencies: readonly string[];
  /** The packaging of each. */
  readonly assets: readonly string[];
};

/** How each stack of a configuration will be deployed. */
export const deploymentsOf = (configuration: unknown): Deployment[] =>
  withApp((app) => {
    tagEnforcement(app, parseConfiguration(configuration));
    return app.synth().stacks.map(({ stackName, environment, dependencies, assets }) => ({
      name: stackName,
      account: environment.account,
      region: environment.region,
      dependencies: dependencies.map(({ id }) => id),
      assets: assets.map(({ packaging }) => packaging),
    }));
  });

/** The template of a stack; throws if there is none. */
export const expectStack = (stacks: ReadonlyMap<string, Template>, name: string): Template => {
  const template = stacks.get(name);
  if (!template) throw new Error(`no stack ${name} among ${[...stacks.keys()].join(', ')}`);
  return template;
};

/** The resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);

/** The one resource of a type. */
export const expectOne = (template: Template, type: string): Resource => {
  const [first, ...others] = resourcesOf(template, type);
  if (!first || others.length > 0)
    throw new Error(`${first ? others.length + 1 : 0} resources of type ${type}`);
  return first[1];
};
