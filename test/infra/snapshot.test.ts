import { expect, test } from '@jest/globals';
import { DRY, ENFORCED, givenTwoAccounts } from './given-configuration.ts';
import { expectStack, synthesize } from './synthesize.ts';

const stacks = synthesize(givenTwoAccounts());

test.each([
  'TagEnforcement-Hub',
  'TagEnforcement-Gateway',
  `TagEnforcement-Account-${ENFORCED}`,
  `TagEnforcement-Account-${DRY}`,
  `TagEnforcement-Region-${ENFORCED}-us-west-2`,
  `TagEnforcement-Region-${ENFORCED}-us-east-1`,
])('%s', (name) => {
  const text = JSON.stringify(expectStack(stacks, name)).replaceAll(/[0-9a-f]{64}/g, 'ASSET');
  expect(JSON.parse(text)).toMatchSnapshot();
});
