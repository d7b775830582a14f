import type { Random } from '../random.ts';
import { BEGIN, BUSY, SECOND } from '../time.ts';
import { controllerLaunches } from './controller.ts';
import { groupLaunches } from './group.ts';
import { personLaunches } from './person.ts';
import { toilLaunches } from './toil.ts';
import type { UserAction } from './user-action.ts';

type Story = (name: string, at: number, random: Random) => UserAction[];

/** What people and programs do in one run, in order: a few launches, and later actions on their instances. */
export const history = (random: Random, until = BEGIN + BUSY): UserAction[] => {
  const stories = Array.from({ length: random.whole(2, 5) }, (_, index) => {
    const story = random.weigh<Story>([
      [8, personLaunches],
      [2, toilLaunches],
      [2, groupLaunches],
      [1, controllerLaunches],
    ]);
    const at = BEGIN + SECOND * random.whole(10, (until - BEGIN) / SECOND);
    return story(`${story.name.replace('Launches', '')}-${index + 1}`, at, random.fork());
  });
  return stories.flat().sort((a, b) => a.at - b.at);
};
