import { expect, test } from '@jest/globals';
import { givenTwoAccounts } from '../given-configuration.ts';
import { synthesizeHub } from '../one-stack.ts';
import { expectOne } from '../synthesize.ts';

const parameterOf = (configuration: object) => expectOne(synthesizeHub(configuration), 'AWS::SSM::Parameter');

// Whoever changes this parameter ends every pause with the next deployment: CloudFormation writes the value again.
test('the deployed switch says no, and takes any other value from whoever is in a hurry', () => {
  expect(parameterOf(givenTwoAccounts()).Properties).toEqual({
    Name: '/tag-enforcement/paused',
    Type: 'String',
    Value: 'no',
    Description: 'Whether tag enforcement is paused: no, or anything else',
  });
});

test('a change of the configuration leaves it alone, and so leaves a pause as it is', () => {
  const changed = {
    ...givenTwoAccounts(),
    mode: 'enforce',
    onTerminationProtection: 'override',
    gracePeriodMinutes: 20,
  };
  expect(parameterOf(changed)).toEqual(parameterOf(givenTwoAccounts()));
});
