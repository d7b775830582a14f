import type { Random } from '../random.ts';
import { BEGIN, BUSY, MINUTE, SECOND } from '../time.ts';
import { type Act, type By, firstOf, whereOf } from './act.ts';
import { assumedBy, byOf } from './person.ts';
import { PEOPLE, PLACES } from './places.ts';
import { RESOURCE_KINDS } from './resources.ts';
import { claimOf, launchTags } from './tag-sets.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** Some come so late that the run lasts until a mailbox may have its second mail. */
const NEXT_HOUR = 65 * MINUTE;

type Create = Extract<Act, { does: 'create' }>;

/** Who creates something, and where: a person, their script or stack, a program on an instance, a controller, or AWS itself. */
const callOf = (
  at: number,
  user: string,
  happening: readonly UserAction[],
  random: Random,
): Pick<Create, 'at' | 'in' | 'by'> => {
  const place = whereOf(random.weigh(PLACES));
  const launches = happening.flatMap(({ act }) => (act.does === 'launch' ? [act] : []));
  const [first, ...others] = launches;
  const kind = random.weigh([
    [4, 'console'],
    [3, 'botocore'],
    [3, 'stack'],
    [2, 'user'],
    [2, 'instance'],
    [1, 'controller'],
    [1, 'auto-scaling'],
  ]);
  if (kind === 'controller')
    return { at, in: place, by: { is: 'controller', role: 'node-controller', since: at - SECOND } };
  if (kind === 'auto-scaling') return { at, in: place, by: { is: kind } };
  if (kind !== 'instance') return { at, in: place, by: byOf(kind, user, at) };
  if (!first) return { at, in: place, by: { is: 'user', user } };
  const launch = random.pick([first, ...others]);
  const by: By = { is: 'instance', instance: firstOf(launch) };
  return { at: launch.at + random.whole(60, 900) * SECOND, in: launch.in, by };
};

/** What becomes of a resource later: mostly nothing. Its tags may come before they are read, or after. */
const laterOf = (create: Create, user: string, random: Random): UserAction[] => {
  const { in: there, by, kind, name } = create;
  const resource = { in: there, by, kind, name };
  const what = random.weigh([
    [6, 'nothing'],
    [5, 'tagged'],
    [2, 'deleted'],
    [2, 'again'],
  ]);
  switch (what) {
    case 'nothing':
      return [];
    case 'tagged': {
      const seconds = random.weigh([
        [3, random.whole(1, 500)],
        [3, random.whole(500, 800)],
        [1, random.whole(800, 1800)],
      ]);
      const at = create.at + seconds * SECOND;
      return [userActionOfAct({ ...resource, at, does: 'tag-resource', tags: claimOf(random, user) })];
    }
    case 'deleted': {
      const at = create.at + random.whole(1, 900) * SECOND;
      return [userActionOfAct({ ...resource, at, does: 'delete-resource' })];
    }
    case 'again': {
      // Of other types, the second call fails.
      if (kind !== 'queue' && kind !== 'topic') return [];
      const at = create.at + random.whole(1, 1500) * SECOND;
      const other = random.chance(0.5) ? { by: { is: 'console', user: random.pick(PEOPLE) } as const } : {};
      return [userActionOfAct({ ...create, ...other, at, tags: {} })];
    }
    default:
      return what satisfies never;
  }
};

/** Somebody creates some resources within a minute. */
const burst = (
  name: string,
  from: number,
  happening: readonly UserAction[],
  random: Random,
): UserAction[] => {
  const user = random.pick(PEOPLE);
  const call = callOf(from, user, happening, random);
  // Near misses too: EC2's are corrected.
  const tags = random.chance(0.3) ? claimOf(random, user) : launchTags(random, user);
  const count = random.weigh([
    [4, 1],
    [3, random.whole(2, 3)],
    [1, 5],
  ]);
  return [
    ...assumedBy(call, user, random),
    ...Array.from({ length: count }, (_, index) => {
      const create: Create = {
        ...call,
        at: call.at + index * random.whole(0, 7) * SECOND,
        does: 'create',
        kind: random.pick(RESOURCE_KINDS),
        name: `${name}-${index}`,
        tags,
      };
      return [userActionOfAct(create), ...laterOf(create, user, random)];
    }).flat(),
  ];
};

/** What people and programs create besides instances in a run: nothing, or a few bursts, often of the same person. */
export const creations = (happening: readonly UserAction[], random: Random): UserAction[] =>
  Array.from(
    {
      length: random.weigh([
        [5, 0],
        [4, 1],
        [2, random.whole(2, 3)],
      ]),
    },
    (_, index) => {
      const last = random.chance(0.2) ? NEXT_HOUR : BUSY;
      const at = BEGIN + random.whole(10, last / SECOND) * SECOND;
      return burst(`made-${index + 1}`, at, happening, random.fork());
    },
  ).flat();
