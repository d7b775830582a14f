import assert from 'node:assert/strict';
import { commandsOf } from '../docs/runbook.ts';
import { countOf } from './queues.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Five attempts at the poison record, and two minutes of reserve. */
const DEAD_SECONDS = 170;

/** Waits until the dead-letter queue of launches holds this many messages. */
export const letDie = ({ launches }: Stage, count: number): Promise<true> =>
  until(`${count} dead letter(s)`, DEAD_SECONDS, async () => (await countOf(launches.deadLetters)) === count);

const [DRY_RUN, REDRIVE] = commandsOf('tag-enforcement-dead-letters');

/** Checks that `redrive`, as the runbook calls it, sends back the poison record and the named records, and nothing else. */
export const checkRedrive = async (
  stage: Stage,
  poison: string,
  records: readonly string[],
): Promise<void> => {
  const { report, operate } = stage;
  const letters = [poison, ...records];
  const counted = letters.length === 1 ? '1 dead letter' : `${letters.length} dead letters`;
  const said = async (command: string | undefined): Promise<readonly string[]> => {
    const { exitCode, text } = await operate(command);
    assert.equal(exitCode, 0, text);
    const lines = text.trim().split('\n');
    return lines.filter((line) => !line.endsWith(': no dead letters'));
  };
  await report.check(`redrive --dry-run counts ${counted}, and sends nothing back`, async () => {
    await letDie(stage, letters.length);
    assert.deepEqual(await said(DRY_RUN), [`IntakeLaunchQueue: holds ${counted}`]);
    assert.deepEqual(await said(DRY_RUN), [`IntakeLaunchQueue: holds ${counted}`]);
  });
  await report.check(`redrive sends ${counted} back`, async () => {
    const lines = await said(REDRIVE);
    assert.equal(lines.at(-1), `IntakeLaunchQueue: ${counted} sent back`);
    for (const letter of letters) {
      const ours = lines.filter(
        (line) => line.startsWith('IntakeLaunchQueue: sent back ') && line.includes(letter),
      );
      assert.equal(ours.length, 1, lines.join('\n'));
    }
    assert.equal(lines.length, letters.length + 1);
  });
};
