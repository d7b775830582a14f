import { describe, expect, test } from '@jest/globals';
import { launched } from '../../local/sample/launches.ts';
import type { Stack } from '../../local/template/template.ts';
import { playRecords, redefined, rewritten } from './play-records.ts';
import { launch, stacks } from './the-launch.ts';

/** The stacks with a text of the sub-accounts' templates replaced. */
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

describe('what the synthesized application lacks fails as it would when deployed', () => {
  test('without the act role: retried for ten minutes, then told', async () => {
    expect(await rowsOf(inAccounts('tag-enforcement-act', 'other'))).toEqual([
      '17:00:00 grace-started not-compliant-at-launch 0',
      '17:02:00 warned owner-missing 1',
      expect.stringMatching(/^17:20:\d\d failed RoleNotAssumable 2$/),
    ]);
  });

  test('too slow to act on a fresh verdict: looked at again once, then told', async () => {
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

  test('without a read role: nothing is judged, and the failure is told', async () => {
    expect(await rowsOf(inAccounts('tag-enforcement-read', 'other'))).toEqual([
      '17:00:00 grace-started not-compliant-at-launch 0',
      '17:04:18 failed CheckFailed 2',
    ]);
  });

  test('with a repair role that may not write the tag: the near miss lives on, and the failure is told', async () => {
    const nearMiss = { ...launch, tags: { owner: 'ann@ucsc.edu' } };
    const { recorder } = await playRecords(inAccounts('ec2:CreateTags', 'ec2:CreateNothing'), [
      launched(nearMiss),
    ]);
    expect(recorder.rows().map(({ decision, reason }) => `${decision} ${reason}`)).toEqual([
      'grace-started not-compliant-at-launch',
      'failed unauthorized',
    ]);
  });

  test('with a queue that admits no rule: the record is a dead letter', async () => {
    const broken = rewritten(stacks, 'sqs:SendMessage', 'sqs:SendNothing');
    const { deadLetters } = await playRecords(broken, [launched(launch)]);
    expect(deadLetters).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('sqs:SendMessage') }),
    ]);
  });

  test('with a bus that admits no sub-account: the record is a dead letter', async () => {
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

  test('with topics that nobody may publish to: nobody was warned, so nothing ends', async () => {
    const broken = rewritten(stacks, 'sns:Publish', 'sns:PublishNothing');
    const rows = await rowsOf(broken);
    expect(rows.join()).not.toMatch(/warned|terminated/);
    expect(rows.at(-1)).toMatch(/ failed /);
  });
});

test('an execution that fails without a mail of its own names nobody as told, though a warning went out', async () => {
  const broken = redefined(stacks, '"TimestampPath":"$.check.until"', '"TimestampPath":"$.check.never"');
  expect(await rowsOf(broken)).toEqual([
    '17:00:00 grace-started not-compliant-at-launch 0',
    '17:02:00 warned owner-missing 1',
    '17:02:00 failed States.Runtime 0',
  ]);
});
