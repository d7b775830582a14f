import assert from 'node:assert/strict';
import * as z from 'zod';
import { Outcome } from '../../lambdas/domain/grace-period/outcome.ts';
import type { World } from './check-launch.ts';
import type { Execution } from './executions.ts';
import type { Mail } from './inbox.ts';
import { readInstances } from './instances.ts';
import type { Played } from './play.ts';
import type { Report } from './report.ts';

const Output = z.object({ outcomes: z.array(Outcome) });

/** The termination time in a warning, in milliseconds since the epoch. */
const deadlineIn = ({ message }: Mail): number =>
  Date.parse(/^Deadline: +(.+ UTC) \(/m.exec(message)?.[1]?.replace(',', '') ?? '');

/** Checks that nothing was terminated too early, and that the last mail lists what AWS shows terminated. */
export const checkTermination = async (
  report: Report,
  { target, executions, mails }: World,
  { story, launched }: Played,
  execution: Execution,
): Promise<void> => {
  const entered = await executions.entered(execution);
  const at = (state: string): number =>
    entered.find((one) => one.state === state)?.at.getTime() ?? Number.NaN;

  await report.check(
    'the end came not before the time that the warning named, nor within a minute of it',
    () => {
      const warnings = mails.filter((mail) => !Number.isNaN(deadlineIn(mail)));
      const [warning] = warnings;
      assert.ok(warning && at('Terminate') >= deadlineIn(warning), warning?.message);
      const takenAt = Math.min(...warnings.map((mail) => mail.takenAt));
      assert.ok(at('Terminate') >= takenAt + 60_000, 'less than minimumNoticeMinutes');
    },
  );
  await report.check(
    'the last mail and the execution name exactly what DescribeInstances shows terminated',
    async () => {
      const seen = await readInstances(target, story.account, story.region);
      const ended = seen.filter((one) => one.ended).map(({ instanceId }) => instanceId);
      const ours = launched.instanceIds.filter((id) => ended.includes(id)).sort();
      const listed = mails.at(-1)?.message.split('\nAccount:')[0] ?? '';
      const { outcomes } = Output.parse(await executions.output(execution));
      const concluded = outcomes.filter(({ decision }) => decision === 'terminated');
      assert.deepEqual(launched.instanceIds.filter((id) => listed.includes(id)).sort(), ours);
      assert.deepEqual(concluded.flatMap(({ instanceIds }) => instanceIds).sort(), ours);
    },
  );
};
