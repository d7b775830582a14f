import { expect, test } from '@jest/globals';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { loadCdk } from '../templates/synthesize.ts';
import { givenTwoAccounts } from './given-configuration.ts';

test("cdk-nag and CloudFormation's validation find only what is acknowledged", () => {
  const configuration = JSON.stringify(parseConfiguration(givenTwoAccounts()));
  expect(() => loadCdk().validate(configuration)).not.toThrow();
});
