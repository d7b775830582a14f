import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { sentMailTable } from '../../../lambdas/aws/mail-tables.ts';
import { at } from '../at.ts';
import { aTable } from './a-table.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

test.each([
  { messageId: 'm-1', topicArn: 'arn:aws:sns:us-west-2:652235167018:a-topic' },
  { messageId: 'm-1' },
])('the result of a mail is saved for a day: %j', async (published) => {
  const { client, items } = aTable();
  const sent = sentMailTable('a-table', client);
  expect(await sent.find('a-mail')).toBeNull();
  await sent.save('a-mail', published);
  expect(await sent.find('a-mail')).toEqual(published);
  expect(items).toMatchObject([{ pk: { S: 'mail#a-mail' }, sk: { S: 'mail' } }]);
  jest.setSystemTime(at(24 * 60));
  expect(await sent.find('a-mail')).toBeNull();
});

test('the read is consistent, so a retry a moment later finds the result', async () => {
  const { client, dynamo } = aTable();
  await sentMailTable('a-table', client).find('a-mail');
  expect(dynamo.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true });
});
