import { react } from './play.ts';
import { playAll, possible, type Stage } from './stage.ts';
import { HARD_CASES } from './stories/hard-cases.ts';
import { BY_LAUNCHERS, NEWCOMER } from './stories/launchers.ts';
import { WITH_TAGS } from './stories/tags.ts';
import type { Story } from './story.ts';

/** Launches of every kind, in each account and Region of the first deployment. */
export const STORIES: readonly Story[] = [...BY_LAUNCHERS, ...WITH_TAGS, ...HARD_CASES];

/** Makes all launches, and follows the mails. Returns the event ids of the records that are dead letters. */
export const launchAll = async (stage: Stage): Promise<readonly string[]> => {
  const { report, target, inbox, launches } = stage;
  const stories = possible(target, [...STORIES, NEWCOMER]);
  report.step(`${stories.length} launches`);
  const played = await playAll(stage, stories);
  const deadLetters: string[] = [];
  for (const { story, launched } of played) {
    if (story.arrives !== 'as a dead letter') continue;
    deadLetters.push(await target.cloudTrail.deadLetter(launched, launches.deadLetters.url));
  }
  report.step('people follow the commands in their mails');
  await report.check('everybody was warned who had to be', async () => {
    await Promise.all(played.map((one) => react(target, inbox, one)));
  });
  return deadLetters;
};
