import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { type Resource, type Stack, Template } from '../../local/template/template.ts';
import * as cached from '../templates/synthesize.ts';

const byName = (stacks: readonly Stack[]): ReadonlyMap<string, Template> =>
  new Map(stacks.map(({ name, template }) => [name, template]));

/** The templates of a configuration, by stack. */
export const synthesize = (configuration: unknown): ReadonlyMap<string, Template> =>
  byName(cached.synthesize(parseConfiguration(configuration)));

/** The same, but synthesized again even if another test has done so. */
export const synthesizeNow = (configuration: unknown): ReadonlyMap<string, Template> =>
  byName(cached.synthesizeNow(parseConfiguration(configuration)));

const textOf = (configuration: unknown): string => JSON.stringify(parseConfiguration(configuration));

/** The template of a configuration's hub alone. */
export const synthesizeHub = (configuration: unknown): Template =>
  Template.parse(JSON.parse(cached.loadCdk().synthesizeHub(textOf(configuration))));

/** The template of a sub-account's stack that exists once, alone. */
export const synthesizeAccount = (configuration: unknown, accountId: string): Template =>
  Template.parse(JSON.parse(cached.loadCdk().synthesizeAccount(textOf(configuration), accountId)));

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
  JSON.parse(cached.loadCdk().deployments(textOf(configuration)));

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
