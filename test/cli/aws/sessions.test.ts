import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { sessionsIn } from '../../../cli/aws/read-account.ts';
import { aSession } from '../../lambdas/a-session.ts';

test('sessions are read from the table, page by page, with the user whose id began each', async () => {
  const dynamo = mockClient(DynamoDBClient);
  const bob = { pk: 'user', sk: 'bob@ucsc.edu', userName: 'bob@ucsc.edu', userId: 'AIDABOB' };
  const arn = (name: string) => `arn:aws:sts::422448306679:assumed-role/developer/${name}`;
  const items = [
    { pk: 'session#1', sk: 'session', ...aSession({}, { arn: arn('one') }) },
    { pk: 'session#2', sk: 'session', ...aSession({ principalId: 'AIDAX' }, { arn: arn('two') }) },
    { pk: 'session#3', sk: 'session', ...aSession({ userName: 'ann@ucsc.edu' }, { arn: arn('three') }) },
    { pk: 'session#4', sk: 'session', ...aSession() },
  ];
  dynamo
    .on(ScanCommand)
    .resolvesOnce({ Items: items.map((item) => marshall(item)), LastEvaluatedKey: marshall({ pk: 'x' }) })
    .resolvesOnce({ Items: [marshall(bob)] });
  expect(await sessionsIn(new DynamoDBClient({ region: 'us-west-2' }))()).toEqual([
    { arn: arn('one'), userName: 'bob@ucsc.edu' },
    { arn: arn('two'), userName: null },
    { arn: arn('three'), userName: 'ann@ucsc.edu' },
  ]);
});
