import type { Random } from '../random.ts';
import { EXEMPTING_TAG } from '../settings.ts';

type Tags = Readonly<Record<string, string>>;

/** Tags of somebody who wants to comply: a valid Owner, a near miss or an invalid one. */
export const claimOf = (random: Random, user: string): Tags =>
  random.weigh<Tags>([
    [10, { Owner: user }],
    [1, { Owner: 'shared' }],
    [2, { owner: user }],
    [1, { 'Owner ': user }],
    [1, { OWNER: user.toUpperCase() }],
    [2, { Owner: user.split('@')[0] ?? user }],
    [1, { Owner: user.toUpperCase() }],
    [1, { owner: user, OWNER: 'shared' }],
    [1, { Owner: '' }],
  ]);

/** The tags that a launch asks for. */
export const launchTags = (random: Random, user: string): Tags => ({
  ...(random.chance(0.5) ? { Name: 'a run' } : {}),
  ...random.weigh<Tags>([
    [11, {}],
    [5, { Owner: user }],
    [1, { Owner: '' }],
    [1, { [EXEMPTING_TAG.key]: EXEMPTING_TAG.value }],
    [4, claimOf(random, user)],
  ]),
});
