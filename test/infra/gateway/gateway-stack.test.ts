import { expect, test } from '@jest/globals';
import { GATEWAY, givenTwoAccounts, HUB } from '../given-configuration.ts';
import { expectRole, rolesOf } from '../policies.ts';
import { deploymentsOf, expectOne, expectStack, resourcesOf, synthesize } from '../synthesize.ts';

const gateway = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Gateway');
const bus = `arn:aws:events:us-west-2:${HUB}:event-bus/tag-enforcement`;

test('is in us-east-1, is deployed after the hub, and has no assets', () => {
  const stack = deploymentsOf(givenTwoAccounts()).find(({ name }) => name === 'TagEnforcement-Gateway');
  expect(stack).toMatchObject({ account: GATEWAY, region: 'us-east-1' });
  expect(stack?.dependencies).toContain('TagEnforcement-Hub');
  // Every stack has one asset, its template.
  expect(stack?.assets.filter((packaging) => packaging === 'zip')).toEqual([]);
});

test('directory may list its users, and nothing else', () => {
  const role = expectRole(gateway, 'tag-enforcement-directory');
  expect(role.statements).toEqual([{ Effect: 'Allow', Action: ['iam:ListUsers'], Resource: ['*'] }]);
  expect(role.managedPolicies).toEqual([]);
  expect(role.trust).toEqual([
    {
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Principal: { AWS: `arn:aws:iam::${HUB}:root` },
      Condition: {
        StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:role/tag-enforcement-hub-directory` },
      },
    },
  ]);
});

test('its rule may only send to the hub; events that cannot be sent are kept', () => {
  const [sender, ...others] = rolesOf(gateway).filter(({ name }) => name === undefined);
  expect(others).toEqual([]);
  expect(sender?.statements).toEqual([{ Effect: 'Allow', Action: ['events:PutEvents'], Resource: [bus] }]);
  const { Properties } = expectOne(gateway, 'AWS::Events::Rule');
  expect(Properties.Targets).toEqual([
    {
      Id: 'Hub',
      Arn: bus,
      RoleArn: { 'Fn::GetAtt': [sender?.logicalId, 'Arn'] },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^UsersDeadLetters/), 'Arn'] } },
    },
  ]);
  expect(Object.keys(gateway.Resources)).toHaveLength(5);
  expect(resourcesOf(gateway, 'AWS::SQS::Queue')).toHaveLength(1);
});
