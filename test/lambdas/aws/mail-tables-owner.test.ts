import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { ownerMailTable } from '../../../lambdas/aws/mail-tables.ts';
import { at } from '../at.ts';
import { aTable } from './a-table.ts';

test('a month is claimed unless another run has it, and is remembered for longer than it lasts', async () => {
  const { dynamo, client } = aTable();
  const table = ownerMailTable('a-table', client);
  expect(await table.claim('alice@ucsc.edu', '2026-11', 'a-run', at(0))).toBe(true);
  const [call] = dynamo.commandCalls(PutItemCommand);
  expect(call?.args[0].input).toMatchObject({
    Item: {
      pk: { S: 'owner-mail#alice@ucsc.edu' },
      sk: { S: 'month' },
      month: { S: '2026-11' },
      by: { S: 'a-run' },
      expiresAt: { N: String(at(40 * 24 * 60).getTime() / 1000) },
    },
    ConditionExpression: 'attribute_not_exists(pk) OR #month < :month OR (#month = :month AND #by = :run)',
    ExpressionAttributeValues: { ':month': { S: '2026-11' }, ':run': { S: 'a-run' } },
  });
  // This table knows no condition but that an item is new.
  expect(await table.claim('alice@ucsc.edu', '2026-11', 'another-run', at(60))).toBe(false);
});
