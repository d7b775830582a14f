import { expect, test } from '@jest/globals';
import type { DeadLetterQueue } from '../../../cli/aws/dead-letter-queues.ts';
import { runCommand } from '../../../cli/command.ts';
import { redrive } from '../../../cli/redrive/redrive.ts';
import { givenLeast } from '../../infra/given-configuration.ts';
import { aLaunchEvent } from '../../lambdas/a-launch-event.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';

/** A dead-letter queue whose messages fail again as soon as they are sent back. */
const aQueue = (name: string, bodies: readonly string[]) => {
  const held = [...bodies];
  const sent: string[] = [];
  const queue: DeadLetterQueue = {
    name,
    count: async () => held.length,
    receive: async () =>
      held.splice(0, 2).map((body) => ({
        body,
        sendBack: async () => {
          sent.push(body);
          held.push(body);
        },
      })),
  };
  return { queue, sent };
};

const launch = JSON.stringify(aLaunchEvent());

const run = async (words: readonly string[], ...queues: readonly DeadLetterQueue[]) => {
  const screen = aScreen();
  const code = await withConfiguration(givenLeast(), (file) =>
    runCommand(
      redrive(async () => queues),
      [...words, '--config', file],
      screen,
    ),
  );
  return { code, lines: screen.lines, errors: screen.errors };
};

test('each dead letter is sent back once, with a line; one that fails again stays for the next run', async () => {
  const launches = aQueue('IntakeLaunchQueue', [launch, 'no JSON\u001b[2J', launch]);
  const { code, lines } = await run([], launches.queue, aQueue('SessionsSessionQueue', []).queue);
  expect(code).toBe(0);
  expect(launches.sent).toEqual([launch, 'no JSON\u001b[2J', launch]);
  const what = 'IntakeLaunchQueue: sent back RunInstances in 422448306679 us-west-2, event ';
  expect(lines).toEqual([
    expect.stringContaining(what),
    'IntakeLaunchQueue: sent back no JSON [2J',
    expect.stringContaining(what),
    'IntakeLaunchQueue: 3 dead letters sent back',
    'SessionsSessionQueue: no dead letters',
  ]);
});

test('a word selects the queues', async () => {
  const launches = aQueue('IntakeLaunchQueue', [launch]);
  const sessions = aQueue('SessionsSessionQueue', ['{}']);
  await run(['launch'], launches.queue, sessions.queue);
  expect([launches.sent.length, sessions.sent.length]).toEqual([1, 0]);
});

test('--dry-run only counts', async () => {
  const launches = aQueue('IntakeLaunchQueue', [launch]);
  const { lines } = await run(['--dry-run'], launches.queue);
  expect({ lines, sent: launches.sent }).toEqual({
    lines: ['IntakeLaunchQueue: holds 1 dead letter'],
    sent: [],
  });
});

test.each([
  [['lunch'], "redrive: no dead-letter queue has 'lunch' in its name: there are IntakeLaunchQueue"],
  [['a', 'b'], "redrive: 'b' is not expected. Try: npm run redrive -- --help"],
])('wrong usage is one line: %j', async (words, says) => {
  expect(await run(words, aQueue('IntakeLaunchQueue', []).queue)).toEqual({
    code: 2,
    lines: [],
    errors: [says],
  });
});
