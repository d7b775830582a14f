import { canonical } from '../../local/json.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { type ExpectedStack, Template } from './expected.ts';
import type { SeenStack } from './reader.ts';

/** Differences that a line names. */
const NAMED = 3;

/** CloudFormation gives a question mark for every character that is not ASCII: `cdk diff` reckons with it too. */
const asCloudFormationGivesIt = (text: string): string => text.replace(/\P{ASCII}/gu, '?');

const differences = (expected: Template, deployed: Template): string[] => {
  const ids = new Set([...Object.keys(expected.Resources), ...Object.keys(deployed.Resources)]);
  return [...ids].filter(
    (id) =>
      asCloudFormationGivesIt(canonical(expected.Resources[id] ?? null)) !==
      asCloudFormationGivesIt(canonical(deployed.Resources[id] ?? null)),
  );
};

/**
 * Whether a stack is deployed, and is what this checkout makes. So all stacks are of the same version, and a version
 * need not be written into them: by itself, CloudFormation would not even update it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-description-structure.html
 */
export const checkStack = ({ name, template }: ExpectedStack, seen: SeenStack | null): Diagnosis => {
  const deploy = `npx cdk deploy ${name}`;
  if (!seen) return failed(`stack ${name} is not deployed: ${deploy}`);
  if (!/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(seen.status)) {
    return failed(`stack ${name} is ${seen.status}: look at its events, then ${deploy}`);
  }
  const deployed = Template.safeParse(seen.template);
  if (!deployed.success) return failed(`stack ${name} has a template that cannot be read: ${deploy}`);
  const different = differences(template, deployed.data);
  if (different.length === 0) return ok(`stack ${name} is this version's`);
  const others = different.length > NAMED ? ` and ${different.length - NAMED} others` : '';
  return failed(
    `stack ${name} is not this version's: ${different.slice(0, NAMED).join(', ')}${others} differ: ${deploy}`,
  );
};
