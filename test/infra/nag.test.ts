import { expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { tagEnforcement } from '../../infra/tag-enforcement.ts';
import { givenAccess } from './given-configuration.ts';
import { withApp } from './synthesize.ts';

/** A configuration that leaves nothing out. */
const everything = {
  ...givenAccess(),
  billing: { accountId: '555566667777' },
  ownerMail: true,
  reportLinks: 'presigned',
};

test("cdk-nag and CloudFormation's validation find only what is acknowledged", () => {
  const synthesize = () =>
    withApp(
      (app) => {
        tagEnforcement(app, parseConfiguration(everything));
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
        app.synth();
      },
      { builtinCloudFormationValidation: true },
    );
  expect(synthesize).not.toThrow();
});
