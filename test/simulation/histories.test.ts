import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { describeFailing } from './describe-runs.ts';
import { reportOf } from './run-report.ts';
import { readHistory } from './saved/files.ts';
import { scriptOfHistory } from './saved/history.ts';
import { idleFaults } from './saved/idle-faults.ts';
import { play } from './simulate.ts';
import { buildStage, type Stage } from './stage.ts';

const FOLDER = join(import.meta.dirname, 'histories');

/** In each of them, a rule was broken once, for the reason that its `shows` states. */
const KEPT = [
  'asked-by-a-call-without-an-answer',
  'begun-by-hand-beside-a-tag-change',
  'begun-twice-by-hand-at-once',
  'counted-by-a-sweep-judged-for-its-event',
  'counted-in-dry-run-enforced-since',
  'ended-and-tagged-in-disorder',
  'ended-before-it-was-counted',
  'ended-parent-without-tags',
  'first-until-a-deployment-was-undone',
  'held-after-the-deadline-of-its-launch',
  'late-record-after-a-longer-grace-period',
  'late-record-beside-a-tag-change',
  'made-anew-without-a-topic',
  'more-than-a-mail-lists',
  'more-than-a-mail-lists-strict',
  'not-shown-after-a-lost-run',
  'owner-taken-away-after-an-empty-answer',
  'owner-taken-away-after-the-told-deadline',
  'owner-taken-away-before-a-late-check',
  'owner-taken-away-before-a-late-check-that-warned',
  'owner-taken-away-before-a-warning-by-hand',
  'owner-taken-away-beside-an-empty-answer',
  'owner-taken-away-during-an-outage',
  'owner-taken-away-during-retries',
  'owner-without-a-pattern-taken-away-during-retries',
  'parent-not-shown-for-minutes',
  'protected-after-a-lost-answer',
  'relaunched-by-a-controller',
  'relaunched-while-no-mail-is-taken',
  'second-warning-beside-an-unseen-one',
  'stopped-by-hand-before-a-late-record',
  'stopped-by-hand-before-it-warned',
  'swept-beside-what-is-held',
  'tags-of-one-service-refused',
];

describe('a history that once broke a rule', () => {
  let stage: Stage;
  beforeAll(() => {
    stage = buildStage();
  });

  test.each(KEPT)('breaks none now: %s', async (name) => {
    const file = join(FOLDER, `${name}.json`);
    const script = scriptOfHistory(readHistory(file));
    const run = await play(`--history ${file}`, script, stage);
    const { violations } = run;
    expect(violations.length > 0 ? describeFailing(reportOf(run)) : '').toBe('');
    // A history whose faults strike nothing any more proves nothing.
    expect(idleFaults(script, run)).toEqual([]);
  });
});
