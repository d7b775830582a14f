import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import type { Configuration } from '../../infra/config/configuration.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';
import { type Stack, Template } from './template.ts';

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The feature flags of cdk.json. They change the templates, so they must be those of `cdk synth`. */
const flags = (): Record<string, unknown> =>
  CdkJson.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8'))).context;

/** Options of an app whose templates alone are wanted: without bundles, and without the line of code of each resource. */
export const templatesOnly = (context: Readonly<Record<string, unknown>>) => ({
  context: {
    ...context,
    'aws:cdk:bundling-stacks': [],
    'aws:cdk:disable-creation-stack-traces': true,
  },
  analyticsReporting: false,
  stackTraces: false,
  treeMetadata: false,
  // CDK's validation takes longer than everything else, and `cdk synth` runs it anyway.
  builtinCloudFormationValidation: false,
});

/** Synthesizes the application as `cdk synth` would, without bundling its functions, and returns its stacks. */
export const synthesize = (configuration: Configuration): Stack[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  try {
    const app = new App({ outdir, ...templatesOnly(flags()) });
    tagEnforcement(app, configuration);
    return app.synth().stacks.map((stack) => ({
      name: stack.stackName,
      accountId: stack.environment.account,
      region: stack.environment.region,
      template: Template.parse(stack.template),
    }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
