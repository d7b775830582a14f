import { describe, expect, test } from '@jest/globals';
import { launched } from '../../local/sample/launches.ts';
import type { Stack } from '../../local/template/template.ts';
import { playRecords, redefined, rewritten } from './play-records.ts';
import { launch, stacks } from './the-launch.ts';

/** Replaces a text in the sub-accounts' templates. */
const inAccounts = (from: string, to: string): Stack[] =>
  stacks.flatMap((stack) =>
    stack.name.startsWith('TagEnforcement-Account') ? rewritten([stack], from, to) : [stack],
  );

const rowsOf = async (application: readonly Stack[]) =>
  (await playRecords(application, [launched(launch)])).recorder
    .rows()
    .map(
      ({ at, decision, reason, recipients }) =>
        `${at.slice(11, 19)} ${decision} ${reason} ${recipients.length}`,
    );

describe('a part that the synthesized application lacks fails as it would when deployed', () => {
  test('without the act role, termination is retried for ten minutes, then the failure is reported', async () => {
    expect(await rowsOf(inAccounts('tag-enforcement-act', 'other'))).toEqual([
      '17:00:00 grace-started not-compliant-at-launch 0',
      '17:02:00 warned owner-missing 1',
      expect.stringMatching(/^17:20:\d\d failed RoleNotAssumable 2$/),
    ]);
  });

  test('if terminate begins too late for a fresh verdict, instances are checked again once, then the failure is reported', async () => {
    const dawdling = redefined(
      redefined(stacks, '"Next":"Terminate"', '"Next":"Dawdle"'),
      '"Outcomes":{',
      '"Dawdle":{"Type":"Wait","Seconds":70,"Next":"Terminate"},"Outcomes":{',
    );
    expect(await rowsOf(dawdling)).toEqual([
      '17:00:00 grace-started not-compliant-at-launch 0',
      '17:02:00 warned owner-missing 1',
      '17:12:20 failed TooSlow 2',
    ]);
  });

  test('without a read role, no verdict is reached, and the failure is reported', async () => {
    expect(await rowsOf(inAccounts('tag-enforcement-read', 'other'))).toEqual([
      '17:00:00 grace-started not-compliant-at-launch 0',
      '17:04:18 failed CheckFailed 2',
    ]);
  });

  test('if the repair role may not write the tag, the near miss is not terminated, and the failure is reported', async () => {
    const nearMiss = { ...launch, tags: { owner: 'ann@ucsc.edu' } };
    const { recorder } = await playRecords(inAccounts('ec2:CreateTags', 'ec2:CreateNothing'), [
      launched(nearMiss),
    ]);
    expect(recorder.rows().map(({ decision, reason }) => `${decision} ${reason}`)).toEqual([
      'grace-started not-compliant-at-launch',
      'failed unauthorized',
    ]);
  });

  test('if the queue accepts no rule, the record becomes a dead letter', async () => {
    const broken = rewritten(stacks, 'sqs:SendMessage', 'sqs:SendNothing');
    const { deadLetters } = await playRecords(broken, [launched(launch)]);
    expect(deadLetters).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('sqs:SendMessage') }),
    ]);
  });

  test('if the bus accepts no sub-account, the record becomes a dead letter', async () => {
    const broken = rewritten(stacks, 'events:PutEvents', 'events:PutNothing');
    const { recorder, deadLetters } = await playRecords(broken, [launched(launch)]);
    expect(recorder.rows()).toEqual([]);
    expect(deadLetters).toEqual([
      {
        origin: { file: 'test', place: 'record 1' },
        reason: expect.stringContaining('is not allowed events:PutEvents'),
      },
    ]);
  });

  test('if nobody may publish to the topics, nobody is warned and nothing is terminated', async () => {
    const broken = rewritten(stacks, 'sns:Publish', 'sns:PublishNothing');
    const rows = await rowsOf(broken);
    expect(rows.join()).not.toMatch(/warned|terminated/);
    expect(rows.at(-1)).toMatch(/ failed /);
  });
});

test('an execution that fails without a mail of its own lists no recipients of that failure, though a warning was sent', async () => {
  const broken = redefined(stacks, '"TimestampPath":"$.check.until"', '"TimestampPath":"$.check.never"');
  expect(await rowsOf(broken)).toEqual([
    '17:00:00 grace-started not-compliant-at-launch 0',
    '17:02:00 warned owner-missing 1',
    '17:02:00 failed States.Runtime 0',
  ]);
});
