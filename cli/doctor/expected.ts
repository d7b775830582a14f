import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import type { Configuration } from '../../infra/config/configuration.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';

const Resource = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });

/** The part of a template that is compared. */
export const Template = z.object({ Resources: z.record(z.string(), Resource) });
export type Template = z.infer<typeof Template>;

/** A stack as this checkout would deploy it. */
export type ExpectedStack = {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly template: Template;
};

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const CDK_JSON = join(import.meta.dirname, '..', '..', 'cdk.json');

/**
 * The stacks that `cdk deploy` would deploy. The functions are bundled, because the hub's template has the bundles' hashes.
 *
 * @param bundle false only in tests
 */
export const expectedStacks = (configuration: Configuration, { bundle = true } = {}): ExpectedStack[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  try {
    const flags = CdkJson.parse(JSON.parse(readFileSync(CDK_JSON, 'utf8'))).context;
    const app = new App({
      outdir,
      context: { ...flags, ...(bundle ? {} : { 'aws:cdk:bundling-stacks': [] }) },
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    tagEnforcement(app, configuration);
    return app.synth().stacks.map(({ stackName, environment, template }) => ({
      name: stackName,
      accountId: environment.account,
      region: environment.region,
      template: Template.parse(template),
    }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/** The resources of a type, with their logical ids. */
export const resourcesOf = ({ Resources }: Template, type: string) =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([logicalId, { Properties }]) => ({ logicalId, properties: Properties }));
