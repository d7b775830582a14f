import assert from 'node:assert/strict';
import { commandsOf } from '../docs/runbook.ts';
import type { Operate } from './operate.ts';
import type { Played } from './play.ts';
import type { Stage } from './stage.ts';

/** The expected history of an instance that a pause held and that was terminated afterwards. */
const TIMELINE = [
  / launched at /,
  / launcher: bob@example\.org, by /,
  / to be warned, deadline /,
  / will be terminated at /,
  / taken by tag-enforcement-person-/,
  / termination: AWS's answer: held /,
  / outcome: held /,
  / taken up again, since no pause or breaker holds it any more, at /,
  / termination: AWS's answer: terminated /,
  / outcome: terminated /,
];

const ask = (operate: Operate, accountId: string, instanceId: string) => {
  const [command] = commandsOf('What happened to an instance, and who was told', {
    'i-0123456789abcdef0': instanceId,
    '422448306679': accountId,
  });
  return operate(command);
};

/** Checks that `explain`, as the runbook calls it, shows the history of an instance. */
export const checkExplain = (
  { report, target, operate }: Stage,
  { story, launched }: Played,
): Promise<void> =>
  report.check('explain shows a launch, its launcher, the pause, and the termination after it', async () => {
    const { exitCode, text } = await ask(
      operate,
      target.accounts[story.account],
      launched.instanceIds[0] ?? '',
    );
    assert.equal(exitCode, 0, text);
    let rest = text;
    for (const part of TIMELINE) {
      const place = rest.search(part);
      assert.notEqual(place, -1, `${part} is not in its place:\n${text}`);
      rest = rest.slice(place);
    }
  });

/** Checks what `explain` says of an instance that does not exist. */
export const checkExplainNothing = ({ report, target, operate }: Stage): Promise<void> =>
  report.check('explain does not know an instance that does not exist', async () => {
    const { exitCode, text } = await ask(operate, target.accounts.alpha, 'i-00000000000000000');
    assert.equal(exitCode, 1, text);
    assert.match(text, /No execution of the last 7 days names i-00000000000000000/);
  });
