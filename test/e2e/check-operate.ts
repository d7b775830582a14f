import assert from 'node:assert/strict';
import type { Operate } from './operate.ts';
import { PEOPLE } from './people.ts';
import type { Played } from './play.ts';
import type { Report } from './report.ts';

/** Whether the administrators' commands say of this deployment what is so. */
export const checkOperate = async (
  report: Report,
  operate: Operate,
  played: readonly Played[],
): Promise<void> => {
  const ended = played.find(({ story }) => story.terminated > 0 && story.by.is === 'iam-user');
  await report.check('explain tells of who launched, the warning and the termination', async () => {
    const instanceId = ended?.launched.instanceIds[0];
    assert.ok(ended && instanceId);
    const { exitCode, text } = await operate('explain', [instanceId]);
    assert.equal(exitCode, 0, text);
    const inOrder = [
      / launched at /,
      new RegExp(` launcher: ${PEOPLE[ended.story.owner]}, by `),
      / to be warned, deadline /,
      / will be terminated at /,
      /taken by tag-enforcement-person-/,
      / termination: AWS's answer: terminated /,
      / outcome: terminated /,
    ];
    const places = inOrder.map((part) => text.search(part));
    assert.ok(!places.includes(-1), text);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
      text,
    );
  });
  await report.check('explain does not know an instance that is nowhere', async () => {
    const { exitCode, text } = await operate('explain', ['i-00000000000000000']);
    assert.equal(exitCode, 1, text);
    assert.match(text, /No execution of the last 7 days names i-00000000000000000/);
  });
  await report.check('redrive --dry-run counts the poison record, and sends nothing back', async () => {
    const { exitCode, text } = await operate('redrive', ['--dry-run']);
    assert.equal(exitCode, 0, text);
    const others = text
      .trim()
      .split('\n')
      .filter((line) => !line.endsWith(': no dead letters'));
    assert.deepEqual(others, ['IntakeLaunchQueue: holds 1 dead letter']);
    assert.deepEqual(await operate('redrive', ['--dry-run']), { exitCode, text });
  });
};
