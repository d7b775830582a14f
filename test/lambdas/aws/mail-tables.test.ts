import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { hourlyMailTable, ownerMailTable, sentMailTable } from '../../../lambdas/aws/mail-tables.ts';
import { at } from '../at.ts';
import { aTable, conditionFailed } from './a-table.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: at(0) });
});
afterEach(() => {
  jest.useRealTimers();
});

const SOURCE = 'warning 422448306679 Role controller enforce nobody';

/** The item of a source that a launch has reported, and what it reported. */
const anItem = (by: string, earlier: readonly string[], since: number | null) => ({
  by: { S: by },
  mail: { S: `mail of ${by}` },
  toldAt: { N: String(at(0).getTime()) },
  before: earlier.length > 0 ? { SS: [...earlier] } : { NULL: true as const },
  since: since === null ? { NULL: true as const } : { N: String(since) },
});

// test/contract/table.contract.ts tests what the table itself does.
const aClaim = (answer: 'claimed' | 'held', item: ReturnType<typeof anItem>) => {
  const { dynamo, client } = aTable();
  const update = dynamo.on(UpdateItemCommand);
  if (answer === 'claimed') update.resolves({ Attributes: item });
  else update.rejectsOnce(conditionFailed(item)).resolves({});
  const calls = () => dynamo.commandCalls(UpdateItemCommand).map((call) => call.args[0].input);
  return { hourly: hourlyMailTable('a-table', client), calls };
};

test('the launch that claims the hour reports the source, with the count since the mail before', async () => {
  const { hourly, calls } = aClaim(
    'claimed',
    anItem('launch-4', ['launch-2', 'launch-3'], at(-70).getTime()),
  );
  expect(await hourly.claim(SOURCE, 'launch-4', 'mail of launch-4', at(0))).toEqual({
    isReported: false,
    launches: 2,
    since: '2026-11-03T15:50:00Z',
    until: '2026-11-03T18:00:00Z',
  });
  expect(calls()).toMatchObject([
    {
      Key: { pk: { S: `source#${SOURCE}` }, sk: { S: 'hour' } },
      ExpressionAttributeValues: { ':anHourAgo': { N: String(at(-60).getTime()) } },
    },
  ]);
});

test('if the launch that has the hour asks again, it gets the same answer and is not counted', async () => {
  const { hourly, calls } = aClaim('held', anItem('launch-1', [], null));
  expect(await hourly.claim(SOURCE, 'launch-1', 'mail of launch-1', at(8))).toEqual({
    isReported: false,
    launches: 0,
    since: null,
    until: '2026-11-03T18:00:00Z',
  });
  expect(calls()).toHaveLength(1);
});

test('its last mail stands for the other launches: the first one may not have been sent', async () => {
  const { hourly, calls } = aClaim('held', anItem('launch-1', [], null));
  await hourly.claim(SOURCE, 'launch-1', 'a-later-mail', at(8));
  expect(calls()[1]).toMatchObject({
    UpdateExpression: 'SET mail = :value',
    ExpressionAttributeValues: { ':value': { S: 'a-later-mail' } },
  });
});

test('any other launch is counted', async () => {
  const { hourly, calls } = aClaim('held', anItem('launch-1', [], null));
  expect(await hourly.claim(SOURCE, 'launch-2', 'its-mail', at(8))).toEqual({
    isReported: true,
    by: 'launch-1',
    mail: 'mail of launch-1',
  });
  expect(calls()[1]).toMatchObject({
    UpdateExpression: 'ADD launches :value',
    ExpressionAttributeValues: { ':value': { SS: ['launch-2'] } },
  });
});

test('a launch does not count itself', async () => {
  const { hourly } = aClaim('claimed', anItem('launch-2', ['launch-2', 'launch-3'], at(-61).getTime()));
  expect(await hourly.claim(SOURCE, 'launch-2', 'its-mail', at(0))).toMatchObject({
    isReported: false,
    launches: 1,
  });
});

test('an error of the table is thrown', async () => {
  const { dynamo, client } = aTable();
  dynamo.on(UpdateItemCommand).rejects(new Error('throttled'));
  await expect(
    hourlyMailTable('a-table', client).claim(SOURCE, 'launch-1', 'its-mail', at(0)),
  ).rejects.toThrow('throttled');
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
