import type { FunctionName } from '../../infra/names.ts';
import type { Fault } from './faults/fault.ts';
import { instancesOf, type Launch, whereOf } from './history/act.ts';
import { type Deed, deedOfAct } from './history/deed.ts';
import { PEOPLE, PLACES } from './history/places.ts';
import type { Random } from './random.ts';
import { TIMING } from './settings.ts';
import { MINUTE, SECOND } from './time.ts';

/** A call or an answer goes wrong, for so long, between these instants. */
const conspirator = (
  kind: Fault['kind'],
  [from, until]: readonly [number, number],
  random: Random,
  fn?: FunctionName,
): Fault => ({
  kind,
  from,
  until,
  chance: random.pick([0.5, 0.7, 0.9]),
  seconds: random.whole(30, 55),
  ...(fn ? { fn } : {}),
});

type Plot = { readonly taggedAt: number | null; readonly faults: readonly Fault[] };

/** What goes wrong around a deadline, and when somebody tags the instance, if anybody does. */
const plotOf = (at: number, deadline: number, random: Random): Plot => {
  const around = [at, deadline + 5 * MINUTE] as const;
  const kind = random.weigh([
    [5, 'slow'],
    [4, 'overlooked'],
    [1, 'unseen'],
    [4, 'outdated'],
  ]);
  switch (kind) {
    case 'slow':
      return {
        taggedAt: deadline + random.whole(3, 50) * SECOND,
        faults: [conspirator(random.pick(['answer-lost', 'killed']), around, random, 'terminate')],
      };
    case 'overlooked':
      return {
        taggedAt: at + random.whole(130, 590) * SECOND,
        faults: [conspirator('describe-tagless', around, random)],
      };
    case 'unseen':
      // Shorter than a second look is away.
      return {
        taggedAt: null,
        faults: [conspirator('describe-empty', [deadline - 2 * SECOND, deadline + 7 * SECOND], random)],
      };
    case 'outdated':
      // Both ways to ask show what was before.
      return {
        taggedAt: deadline - random.whole(1, 29) * SECOND,
        faults: (['describe-stale', 'tags-stale'] as const).map((one) => ({
          ...conspirator(one, around, random),
          chance: 1,
        })),
      };
    default:
      return kind satisfies never;
  }
};

/**
 * What chance would bring together once in years: somebody tags an instance in the last moment, or the service overlooks
 * the tag, or is slow to act, and IAM may not know the tag yet; or EC2 shows nothing just at the deadline.
 */
export const conspiracy = (
  at: number,
  random: Random,
): { readonly deeds: Deed[]; readonly faults: readonly Fault[] } => {
  const user = random.pick(PEOPLE);
  const place = random.weigh(PLACES);
  const launch: Launch = {
    does: 'launch',
    at,
    in: whereOf(place),
    by: { is: 'console', user },
    name: 'in-the-last-moment',
    count: random.whole(1, 2),
    tags: { Name: 'in the last moment' },
  };
  const deadline = at + TIMING.grace * MINUTE;
  const { taggedAt, faults } = plotOf(at, deadline, random);
  const lags: Fault = {
    kind: 'authorization-lags',
    from: at,
    until: deadline + 10 * MINUTE,
    chance: 1,
    seconds: random.whole(120, 1200),
  };
  const tag =
    taggedAt === null
      ? []
      : [
          deedOfAct({
            does: 'tag',
            at: taggedAt,
            in: launch.in,
            by: launch.by,
            instances: [instancesOf(launch)],
            tags: { Owner: user },
          }),
        ];
  return {
    deeds: [deedOfAct(launch), ...tag],
    faults: taggedAt !== null && random.chance(0.7) ? [lags, ...faults] : faults,
  };
};
