import { expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import { HubStack } from '../../../infra/hub/hub-stack.ts';
import { givenLeast } from '../given-configuration.ts';
import { givenApp, inFolder, Template } from '../synthesize.ts';
import { faultsOf } from './faults-of.ts';

/** A configuration of so many sub-accounts, the first of which has these readers. */
const given = (accounts: number, managers: number) => ({
  ...givenLeast(),
  subAccounts: Array.from({ length: accounts }, (_, account) => ({
    name: `project-${account}`,
    accountId: String(100000000000 + account),
    programManagers: Array.from({ length: account === 0 ? managers : 0 }, (_, one) => `m${one}@ucsc.edu`),
  })),
});

test('the largest hub that is accepted fits a stack, and not by far', () => {
  const managers = 500 - 128 - 3 * 80 - 1;
  const template = inFolder((folder) => {
    const app = givenApp(folder);
    new HubStack(app, 'Hub', parseConfiguration(given(80, managers)));
    return Template.parse(app.synth().getStackByName('Hub').template);
  });
  const resources = Object.keys(template.Resources).length;
  expect(resources).toBeLessThanOrEqual(500);
  expect(resources).toBeGreaterThan(480);
  expect(faultsOf(given(80, managers + 1))).toEqual([expect.stringMatching(/take 501 resources/)]);
});
