import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from '@jest/globals';
import { reminderTable } from '../../../lambdas/aws/reminder-table.ts';
import { at } from '../at.ts';
import { aReminder } from '../domain/reminder/a-reminder.ts';
import { aTable, conditionFailed } from './a-table.ts';

const BOB = 'person#bob@ucsc.edu';
const { arn } = aReminder();

test('a reminder is kept by ARN for a year, and waits in each mailbox for a week', async () => {
  const { dynamo, client } = aTable();
  const kept = await reminderTable('a-table', client).keep(
    aReminder(),
    [BOB, 'administrators'],
    'm-1',
    at(0),
  );
  expect(kept).toBe(true);
  const puts = dynamo.commandCalls(PutItemCommand).map((call) => call.args[0].input);
  const second = at(0).getTime() / 1000;
  expect(puts.map(({ Item }) => [Item?.pk?.S, Item?.sk?.S, Number(Item?.expiresAt?.N) - second])).toEqual([
    [`reminded#${arn}`, 'reminded', 365 * 86_400],
    [`reminder#${BOB}`, arn, 7 * 86_400],
    ['reminder#administrators', arn, 7 * 86_400],
  ]);
  expect(puts[0]).toMatchObject({
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now OR #by = :by',
    ExpressionAttributeValues: { ':by': { S: 'm-1' } },
  });
  expect(puts[1]?.ConditionExpression).toBe('attribute_not_exists(pk) OR expiresAt <= :now');
});

test('one of a resource that another message has told of is not kept', async () => {
  const { dynamo, client } = aTable();
  dynamo.on(PutItemCommand).rejects(conditionFailed());
  expect(await reminderTable('a-table', client).keep(aReminder(), [BOB], 'm-2', at(0))).toBe(false);
  expect(dynamo.commandCalls(PutItemCommand)).toHaveLength(1);
});

test('what a mail has told of waits no longer', async () => {
  const { dynamo, client } = aTable();
  const kept = [1, 2, 3].map((minute) =>
    marshall({ ...aReminder({ arn: `arn-${minute}` }), keptAt: at(minute).getTime() }),
  );
  dynamo.on(QueryCommand).resolves({ Items: kept });
  dynamo.on(GetItemCommand).resolves({ Item: marshall({ by: 'm', at: 1, toldUntil: at(2).getTime() }) });
  const waiting = await reminderTable('a-table', client).waiting(BOB);
  expect(waiting.map((one) => one.arn)).toEqual(['arn-3']);
  dynamo.on(GetItemCommand).resolves({});
  expect(await reminderTable('a-table', client).waiting(BOB)).toHaveLength(3);
});

test('an hour is claimed if the last is over; else the message that has it is returned', async () => {
  const { dynamo, client } = aTable();
  dynamo.on(UpdateItemCommand).resolves({});
  const reminders = reminderTable('a-table', client);
  expect(await reminders.claimHour(BOB, 'm-1', at(0))).toEqual({ by: 'm-1', at: at(0).getTime() });
  expect(dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
    Key: { pk: { S: `reminder-mail#${BOB}` } },
    ExpressionAttributeValues: { ':anHourAgo': { N: String(at(-60).getTime()) } },
  });
  const held = { by: 'm-0', at: at(-5).getTime(), toldUntil: 7 };
  dynamo.on(UpdateItemCommand).rejects(conditionFailed(marshall(held)));
  expect(await reminders.claimHour(BOB, 'm-1', at(0))).toEqual({ by: 'm-0', at: at(-5).getTime() });
});

test('that CloudTrail was asked about a session is noted for as long as the session may be used', async () => {
  const { dynamo, client } = aTable();
  const reminders = reminderTable('a-table', client);
  const now = at(0).getTime();
  expect(await reminders.noteAsked('access-key ASIA1', at(0))).toEqual({ at: now, isNow: true });
  expect(dynamo.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
    Item: { pk: { S: 'asked#access-key ASIA1' }, expiresAt: { N: String(now / 1000 + 13 * 3600) } },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
  });
  dynamo.on(PutItemCommand).rejects(conditionFailed());
  dynamo.on(GetItemCommand).resolves({ Item: marshall({ at: at(-5).getTime() }) });
  expect(await reminders.noteAsked('access-key ASIA1', at(0))).toEqual({
    at: at(-5).getTime(),
    isNow: false,
  });
});

test('any other failure is thrown', async () => {
  const { dynamo, client } = aTable();
  dynamo.on(UpdateItemCommand).rejects(new Error('the table is down'));
  dynamo.on(PutItemCommand).rejects(new Error('the table is down'));
  const reminders = reminderTable('a-table', client);
  await expect(reminders.claimHour(BOB, 'm-1', at(0))).rejects.toThrow('down');
  await expect(reminders.keep(aReminder(), [BOB], 'm-1', at(0))).rejects.toThrow('down');
});
