import { describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES, SUB_ACCOUNT_ROLES } from '../../infra/names.ts';
import { givenTwoAccounts, HUB } from './given-configuration.ts';
import { rolesOf } from './policies.ts';
import { resourcesOf, synthesize } from './synthesize.ts';

/** The types whose names must be unique in an account or Region, with the property that holds the name. */
const NAMED = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Events::Rule': 'Name',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
};

describe.each([
  ['us-west-2', undefined, 17],
  ['us-east-1', undefined, 17],
  ['us-east-1', ['us-east-1'], 1],
  ['us-east-1', ['eu-west-1'], 2],
])('one account that is hub in %s, gateway and sub-account in %j', (region, regions, count) => {
  const stacks = synthesize({
    ...givenTwoAccounts(),
    mode: 'enforce',
    hub: { accountId: HUB, region },
    gateway: { accountId: HUB, alias: 'all' },
    subAccounts: [{ name: 'all', accountId: HUB, ...(regions ? { regions } : {}) }],
  });
  const templates = [...stacks.values()];

  test('has no two resources with one name', () => {
    for (const [type, property] of Object.entries(NAMED)) {
      const names = templates.flatMap((template) =>
        resourcesOf(template, type).flatMap(([, { Properties }]) => Properties[property] ?? []),
      );
      expect(new Set(names).size).toBe(names.length);
    }
    const roles = templates.flatMap((template) => rolesOf(template).flatMap(({ name }) => name ?? []));
    expect(roles).toHaveLength(FUNCTION_NAMES.length + Object.keys(SUB_ACCOUNT_ROLES).length + 1);
  });

  test('has the rules of a Region once, also in us-east-1', () => {
    const names = [...stacks.keys()].filter((name) => name.includes('-Region-'));
    expect(names).toContain(`TagEnforcement-Region-${HUB}-us-east-1`);
    expect(names).toHaveLength(count);
  });
});
