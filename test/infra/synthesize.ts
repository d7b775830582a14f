import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import type { Resource, Stack, Template } from '../../local/template/template.ts';
import * as cached from '../templates/synthesize.ts';
import { shippedContext } from './given-configuration.ts';

/** An app with cdk.json's feature flags that bundles no function. */
export const givenApp = (outdir: string, builtinCloudFormationValidation = false): App =>
  new App({
    outdir,
    context: { ...shippedContext(), 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
    builtinCloudFormationValidation,
  });

/** Runs with a folder that is deleted afterwards. */
export const inFolder = <T>(use: (folder: string) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const byName = (stacks: readonly Stack[]): ReadonlyMap<string, Template> =>
  new Map(stacks.map(({ name, template }) => [name, template]));

/** The templates of a configuration, by stack. */
export const synthesize = (configuration: unknown): ReadonlyMap<string, Template> =>
  byName(cached.synthesize(parseConfiguration(configuration)));

/** The same, but synthesized again even if another test has done so. */
export const synthesizeNow = (configuration: unknown): ReadonlyMap<string, Template> =>
  byName(cached.synthesizeNow(parseConfiguration(configuration)));

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
