import assert from 'node:assert/strict';
import type { World } from './check-launch.ts';
import { checkTermination } from './check-termination.ts';
import type { Mail } from './inbox.ts';
import { type Reader, topicOf } from './people.ts';
import { mailsOf, type Played } from './play.ts';
import type { Report } from './report.ts';
import { roundsOf, stepsOf } from './steps.ts';

/** The text in mails that says why a sweep started a grace period. */
const WHY = { sweep: /^Found at: /m, resume: /^Resumed at: /m } as const;

/** Whether a mail belongs to a grace period that a sweep started. */
export const isOfSweep = ({ message }: Mail): boolean => Object.values(WHY).some((why) => why.test(message));

/** Checks that a sweep started one whole grace period for a launch, with a warning, and that all of it was terminated. */
export const checkFound = async (
  report: Report,
  world: World,
  { story, launched }: Played,
): Promise<void> => {
  const { takenUp: cause } = story;
  if (cause === undefined) return;
  const ofCause = (await world.executions.list()).filter(({ name }) =>
    name.includes(`${launched.reservationId}-${cause}-`),
  );
  const [execution] = ofCause;
  await report.check('one execution, begun by a sweep, which succeeded', async () => {
    assert.deepEqual(
      ofCause.map(({ status }) => status),
      ['SUCCEEDED'],
    );
    assert.ok(execution);
    const rounds = roundsOf(await world.executions.entered(execution));
    assert.deepEqual(rounds, stepsOf({ ...story, acts: ['Terminate'] }));
  });
  const mails = mailsOf(world.mails, { launched }).filter(({ message }) => WHY[cause].test(message));
  const accountId = world.target.accounts[story.account];
  // A sweep knows no launcher. CloudTrail does, unless it is played.
  const isKnown = mails.some(({ topic }) => topic === topicOf(story.owner, accountId));
  const due: readonly Reader[] = isKnown ? [story.owner] : ['sub-account', 'administrators'];
  await report.check(`a warning, and the end, to ${due.join(' and ')}`, () => {
    for (const topic of due.map((reader) => topicOf(reader, accountId))) {
      const subjects = mails.filter((mail) => mail.topic === topic).map(({ subject }) => subject);
      assert.equal(subjects.length, 2, subjects.join('\n'));
      assert.match(
        subjects[0] ?? '',
        /: 1 instance will be terminated at \d\d:\d\d UTC unless tagged Owner$/,
      );
      assert.match(subjects[1] ?? '', /: 1 instance terminated at \d\d:\d\d UTC: no valid tag Owner$/);
    }
    assert.equal(
      mails.length,
      2 * due.length,
      mails.map(({ topic, subject }) => `${topic} ${subject}`).join('\n'),
    );
  });
  if (execution) await checkTermination(report, { ...world, mails }, { story, launched }, execution);
};
