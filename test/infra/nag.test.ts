import { expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';
import { givenAccess, givenTwoAccounts } from './given-configuration.ts';
import { withApp } from './synthesize.ts';

test.each([
  ['without access', givenTwoAccounts()],
  ['with access', givenAccess()],
])("%s, cdk-nag and CloudFormation's validation find only what is acknowledged", (_, configuration) => {
  const synthesize = () =>
    withApp(
      (app) => {
        tagEnforcement(app, parseConfiguration(configuration));
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
        app.synth();
      },
      { builtinCloudFormationValidation: true },
    );
  expect(synthesize).not.toThrow();
});
