import { expect, test } from '@jest/globals';
import { givenTwoAccounts } from '../given-configuration.ts';
import { expectOne, synthesizeHub } from '../synthesize.ts';

const parameterOf = (configuration: object) => expectOne(synthesizeHub(configuration), 'AWS::SSM::Parameter');

// A change of this parameter would end a pause at the next deployment, because CloudFormation would write the value again.
test('the deployed parameter is no, and any other value is allowed', () => {
  expect(parameterOf(givenTwoAccounts()).Properties).toEqual({
    Name: '/tag-enforcement/paused',
    Type: 'String',
    Value: 'no',
    Description: 'Whether tag enforcement is paused: no, or anything else',
  });
});

test('a change of the configuration does not change the parameter, so a pause stays', () => {
  const changed = {
    ...givenTwoAccounts(),
    mode: 'enforce',
    onTerminationProtection: 'override',
    gracePeriodMinutes: 20,
  };
  expect(parameterOf(changed)).toEqual(parameterOf(givenTwoAccounts()));
});
