import { expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';
import { givenTwoAccounts } from './given-configuration.ts';
import { givenApp, inFolder } from './synthesize.ts';

test("cdk-nag and CloudFormation's validation find only what is acknowledged", () => {
  inFolder((folder) => {
    const app = givenApp(folder, true);
    tagEnforcement(app, parseConfiguration(givenTwoAccounts()));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});
