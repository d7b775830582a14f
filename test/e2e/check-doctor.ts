import assert from 'node:assert/strict';
import { SUB_ACCOUNT_NAMES } from './configuration.ts';
import type { Operate } from './operate.ts';
import type { Report } from './report.ts';
import type { Target } from './target.ts';

/** A line about what is wrong. */
const FAILED = /^ *FAILED +(.+)$/;

/**
 * Whether the doctor finds wrong in the hub what is, and nothing else: mails that nobody here confirms, and the poison
 * record.
 */
export const checkDoctor = (report: Report, { accounts }: Target, operate: Operate): Promise<void> =>
  report.check(
    'doctor: nothing is wrong in the hub but a dead letter, and mails that nobody confirmed',
    async () => {
      const { exitCode, text } = await operate('doctor');
      assert.equal(exitCode, 1, text);
      const topics: readonly (readonly [string, string])[] = [
        ['admin', 'administrators'],
        ...SUB_ACCOUNT_NAMES.map((name) => [name, accounts[name]] as const),
      ];
      const wrong = [
        /^hub: IntakeLaunchQueueDeadLetters\w+ holds 1 messages: npm run redrive$/,
        ...topics.map(
          ([reader, topic]) =>
            new RegExp(`^hub: ${reader}@example\\.org has not confirmed tag-enforcement-${topic}: `),
        ),
      ];
      const said = text.split('\n').flatMap((line) => FAILED.exec(line)?.[1] ?? []);
      assert.equal(said.length, wrong.length, text);
      for (const one of wrong)
        assert.ok(
          said.some((line) => one.test(line)),
          text,
        );
      assert.match(text, /ok +hub: stack TagEnforcement-Hub is this version's/);
      assert.match(text, /ok +hub: the last sweep read every account/);
    },
  );
