import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { DRY, ENFORCED, GATEWAY, givenTwoAccounts } from '../given-configuration.ts';
import { expectOne, expectStack, resourcesOf, synthesize, synthesizeHub } from '../synthesize.ts';

const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');

describe('the bus', () => {
  test('admits exactly the configured accounts, with the events of AWS alone', () => {
    const { Properties } = expectOne(hub, 'AWS::Events::EventBusPolicy');
    expect(Properties.Statement).toEqual({
      Sid: 'AccountsSendRecords',
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Principal: { AWS: [DRY, GATEWAY, ENFORCED].map((id) => `arn:aws:iam::${id}:root`) },
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Bus/), 'Arn'] },
      Condition: {
        'ForAllValues:StringLike': { 'events:source': ['aws.*'] },
        StringEquals: { 'events:detail-type': ['AWS API Call via CloudTrail', 'Tag Change on Resource'] },
      },
    });
    expect(expectOne(hub, 'AWS::Events::EventBus').Properties.Name).toBe('tag-enforcement');
  });

  test('names an account once that is both gateway and sub-account', () => {
    const gateway = { accountId: DRY, alias: 'gateway' };
    const { Properties } = expectOne(
      synthesizeHub({ ...givenTwoAccounts(), gateway }),
      'AWS::Events::EventBusPolicy',
    );
    expect(Properties.Statement).toMatchObject({
      Principal: { AWS: [DRY, ENFORCED].map((id) => `arn:aws:iam::${id}:root`) },
    });
  });

  test('for a hundred accounts has a policy within its 10,240 characters', () => {
    const subAccounts = Array.from({ length: 100 }, (_, index) => ({
      name: `p${index}`,
      accountId: String(100000000000 + index),
    }));
    const large = synthesizeHub({ ...givenTwoAccounts(), subAccounts });
    const { Properties } = expectOne(large, 'AWS::Events::EventBusPolicy');
    expect(JSON.stringify(Properties.Statement).length).toBeLessThan(10_240);
  });
});

test('the table deletes expired items, and has no backup', () => {
  const table = expectOne(hub, 'AWS::DynamoDB::Table');
  expect(table.DeletionPolicy).toBe('Delete');
  expect(table.Properties).toEqual({
    TableName: 'tag-enforcement',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
});

test('each topic has its readers', () => {
  const topics = new Map(
    resourcesOf(hub, 'AWS::SNS::Topic').map(([id, { Properties }]) => [id, Properties.TopicName]),
  );
  const readers = resourcesOf(hub, 'AWS::SNS::Subscription').map(([, { Properties }]) => {
    const { Ref } = z.object({ Ref: z.string() }).parse(Properties.TopicArn);
    return [topics.get(Ref), Properties.Protocol, Properties.Endpoint];
  });
  expect([...topics.values()]).toEqual([
    'tag-enforcement-administrators',
    `tag-enforcement-${DRY}`,
    `tag-enforcement-${ENFORCED}`,
  ]);
  expect(readers).toEqual([
    ['tag-enforcement-administrators', 'email', 'cluster-admin@soe.ucsc.edu'],
    [`tag-enforcement-${ENFORCED}`, 'email', 'pm@ucsc.edu'],
    [`tag-enforcement-${ENFORCED}`, 'email', 'second@ucsc.edu'],
  ]);
});
