import type { Random } from '../random.ts';
import { SECOND } from '../time.ts';
import { type By, instancesOf, type Launch } from './act.ts';
import { type UserAction, userActionOfAct } from './user-action.ts';

/** A launch, and the user of the gateway who made it. */
type Made = { readonly launch: Launch; readonly user: string };

const madeBy = (userActions: readonly UserAction[]): Made[] =>
  userActions.flatMap(({ act: launch }): Made[] => {
    if (launch.does !== 'launch') return [];
    const { by } = launch;
    if (by.is === 'console' || by.is === 'user') return [{ launch, user: by.user }];
    if (by.is !== 'botocore' && by.is !== 'stack') return [];
    // The session of a script has no person's name. The AssumeRole record shows who began it.
    return userActions.flatMap(({ act }) =>
      act.does === 'assume-role' && act.in === launch.in && act.at === by.since
        ? [{ launch, user: act.user }]
        : [],
    );
  });

/** The time from a launch to the change of its user: before the first check, within the grace period, or around the deadline. */
const delay = (random: Random): number =>
  SECOND *
  random.weigh([
    [3, random.whole(-60, 100)],
    [5, random.whole(100, 580)],
    [2, random.whole(580, 720)],
  ]);

const newNameOf = (user: string, random: Random): string => {
  const [name = ''] = user.split('@');
  return random.weigh([
    [4, `${name}-jones@ucsc.edu`],
    // No pattern matches it.
    [1, `${name}@example.org`],
    // It is no e-mail address, so no mail can be sent.
    [1, name],
  ]);
};

/** What a renamed person does next: tags in the old session or a new one, launches again, both, or nothing. */
const goesOn = ({ launch, user }: Made, name: string, at: number, random: Random): UserAction[] => {
  const tagged = userActionOfAct({
    does: 'tag',
    at: at + random.whole(5, 500) * SECOND,
    in: launch.in,
    by: random.chance(0.5) ? launch.by : { is: 'console', user: name },
    instances: [instancesOf(launch)],
    tags: { Owner: random.chance(0.7) ? name : user },
  });
  const since = at + random.whole(10, 600) * SECOND;
  const by = random.pick<By>([
    { is: 'console', user: name },
    { is: 'botocore', since },
  ]);
  const next: Launch = {
    does: 'launch',
    at: since + 5 * SECOND,
    in: launch.in,
    by,
    name: 'under a new name',
    count: random.whole(1, 2),
    tags: random.weigh<NonNullable<Launch['tags']>>([
      [3, {}],
      [1, { Owner: user }],
      [1, { Owner: name }],
    ]),
  };
  const launched = [
    // The user id and the name of the MFA device do not change with the user name.
    ...(by.is === 'botocore'
      ? [userActionOfAct({ does: 'assume-role', at: since, in: next.in, by, user })]
      : []),
    userActionOfAct(next),
  ];
  return [...(random.chance(0.4) ? [tagged] : []), ...(random.chance(0.6) ? launched : [])];
};

/** What administrators do to the user behind a launch around its grace period, and what that person does then. */
export const userChanges = (userActions: readonly UserAction[], random: Random): UserAction[] => {
  const [first, ...others] = madeBy(userActions);
  if (!first) return [];
  const made = random.pick([first, ...others]);
  const { launch, user } = made;
  const at = launch.at + delay(random);
  const later = at + random.whole(10, 400) * SECOND;
  const name = newNameOf(user, random);
  const kind = random.weigh([
    [6, 'renamed'],
    [4, 'deleted'],
    [3, 'made-anew'],
    [4, 'succeeded'],
  ]);
  const renamed = userActionOfAct({ does: 'rename-user', at, user, to: name });
  const deleted = userActionOfAct({ does: 'delete-user', at, user });
  const another = userActionOfAct({ does: 'create-user', at: later, user });
  switch (kind) {
    case 'renamed':
      return [renamed, ...goesOn(made, name, at, random)];
    case 'deleted':
      return [deleted];
    case 'made-anew':
      return [deleted, another];
    case 'succeeded':
      return [renamed, another, ...goesOn(made, name, at, random)];
    default:
      return kind satisfies never;
  }
};
