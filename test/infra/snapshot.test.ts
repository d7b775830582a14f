import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Resource, Template } from '../../local/template/template.ts';
import { DRY, ENFORCED, givenTwoAccounts } from './given-configuration.ts';
import { expectStack, synthesize } from './synthesize.ts';

const Reference = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z
    .strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
    .transform((found) => found['Fn::GetAtt'].join('.')),
]);
const Part = z.union([z.string(), Reference.transform((name) => `\${${name}}`)]);
const Definition = z.strictObject({ 'Fn::Join': z.tuple([z.literal(''), z.array(Part)]) });

/** A state machine's definition as an object, with references as `${LogicalId.Attribute}`. */
const shown = (resource: Resource): unknown => {
  if (resource.Type !== 'AWS::StepFunctions::StateMachine') return resource;
  const { DefinitionString, ...properties } = resource.Properties;
  const [, parts] = Definition.parse(DefinitionString)['Fn::Join'];
  return { ...resource, Properties: { ...properties, Definition: JSON.parse(parts.join('')) } };
};

/** The part of a template that is compared. Dashboards have another test, and an asset's hash changes with each source. */
const shownOf = ({ Resources, ...others }: Template): unknown => {
  const resources = Object.entries(Resources)
    .filter(([, { Type }]) => Type !== 'AWS::CloudWatch::Dashboard')
    .map(([id, resource]) => [id, shown(resource)] as const);
  const text = JSON.stringify({ ...others, Resources: Object.fromEntries(resources) });
  return JSON.parse(text.replaceAll(/[0-9a-f]{64}/g, 'ASSET'));
};

const stacks = synthesize(givenTwoAccounts());

// To accept changes: SNAPSHOT=write npx jest test/infra/snapshot
test.each([
  'TagEnforcement-Hub',
  'TagEnforcement-Report',
  'TagEnforcement-Gateway',
  `TagEnforcement-Account-${ENFORCED}`,
  `TagEnforcement-Account-${DRY}`,
  `TagEnforcement-Region-${ENFORCED}-us-west-2`,
  `TagEnforcement-Region-${ENFORCED}-us-east-1`,
])('%s', (name) => {
  const file = join(import.meta.dirname, 'snapshots', `${name}.json`);
  const template = shownOf(expectStack(stacks, name));
  if (process.env.SNAPSHOT === 'write') writeFileSync(file, `${JSON.stringify(template, null, 2)}\n`);
  expect(template).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});
