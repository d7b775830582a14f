import assert from 'node:assert/strict';
import { commandsOf } from '../docs/runbook.ts';
import { letDie } from './check-redrive.ts';
import { SUB_ACCOUNT_NAMES } from './configuration.ts';
import { READ_ROLE } from './read-role.ts';
import { withRuleOff } from './rules.ts';
import type { Resource } from './stacks.ts';
import type { Stage } from './stage.ts';

/** A line about what is wrong. */
const FAILED = /^ *FAILED +(.+)$/;

/** The problems of the deployment: subscriptions that nobody confirms, the poison record, and a disabled rule. */
const wrongWith = ({ target: { accounts } }: Stage, rule: Resource): readonly RegExp[] => {
  const topics: readonly (readonly [string, string])[] = [
    ['admin', 'administrators'],
    ...SUB_ACCOUNT_NAMES.map((name) => [name, accounts[name]] as const),
  ];
  return [
    /^hub: IntakeLaunchQueueDeadLetters\w+ holds 1 message: npm run redrive$/,
    ...topics.map(
      ([reader, topic]) =>
        new RegExp(`^hub: ${reader}@example\\.org has not confirmed tag-enforcement-${topic}: `),
    ),
    new RegExp(`^${rule.account} ${rule.region}: rule ${rule.logicalId} is DISABLED, expected ENABLED: `),
  ];
};

/** Checks that `doctor`, as the runbook calls it, finds exactly these problems. */
export const checkDoctor = async (stage: Stage, resources: readonly Resource[]): Promise<void> => {
  const { report, target, operate } = stage;
  // The rule for tags: no tag of a launch there changes.
  const rule = resources.find(
    ({ account, type, logicalId }) =>
      account === 'gamma' && type === 'AWS::Events::Rule' && logicalId.startsWith('Tags'),
  );
  const stacks = new Set(resources.map(({ stack }) => stack));
  const [command] = commandsOf('tag-enforcement-found-by-sweep', { ReadOnly: READ_ROLE });
  await report.check(`doctor looks at ${stacks.size} stacks, and finds wrong in them what is`, async () => {
    assert.ok(rule);
    // The record that was sent back has failed again.
    await letDie(stage, 1);
    await withRuleOff(target, rule, async () => {
      const { exitCode, text } = await operate(command);
      assert.equal(exitCode, 1, text);
      const wrong = wrongWith(stage, rule);
      const said = text.split('\n').flatMap((line) => FAILED.exec(line)?.[1] ?? []);
      const unexpected = said.filter((line) => !wrong.some((one) => one.test(line)));
      const missing = wrong.filter((one) => !said.some((line) => one.test(line))).map(String);
      assert.deepEqual({ unexpected, missing }, { unexpected: [], missing: [] });
      for (const stack of stacks) assert.match(text, new RegExp(`: stack ${stack} is this version's`));
      assert.match(text, /ok +hub: the last sweep read every account/);
      assert.match(text, new RegExp(`, ${wrong.length} failed$`, 'm'));
    });
  });
};
