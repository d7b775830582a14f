import { WINDOW_MINUTES } from '../../lambdas/domain/breaker/count.ts';
import type { Execution } from './executions.ts';
import type { Mail } from './inbox.ts';
import { untagInstances } from './instances.ts';
import { clientOf } from './launch.ts';
import { mailsOf, type Played, play } from './play.ts';
import type { Stage } from './stage.ts';
import { DISMISSED, RELEASED } from './stories/untagged.ts';
import type { Story } from './story.ts';
import { until } from './until.ts';

/** Instances of an account that lost their Owner by one call. */
export type Mass = {
  readonly account: Story['account'];
  readonly region: string;
  readonly played: readonly Played[];
  readonly instanceIds: readonly string[];
  /** How many of them end, and how many grace periods there are at last. */
  readonly ends: number;
  readonly executions: number;
};

/** Seconds that the breaker counts on after the call: what is untagged later there is no matter of the group. */
const LEFT_SECONDS = 1;

/** The mail that is about the group, by its account's id, which the group's begins with. */
export const isOfGroup = ({ message }: Mail, accountId: string): boolean =>
  message.includes(`\nGroup:       ${accountId}-untagged-`);

/** Whether a mail is about any of these instances, or about all. */
export const isAbout = (mass: Mass, mail: Mail, accountId: string): boolean =>
  isOfGroup(mail, accountId) || mass.played.some((one) => mailsOf([mail], one).length > 0);

/** The executions of all grace periods of these instances. */
export const executionsOf = (
  { played, instanceIds }: Mass,
  all: readonly Execution[],
): readonly Execution[] =>
  all.filter(({ name }) =>
    [...instanceIds, ...played.map(({ launched }) => launched.reservationId)].some((id) =>
      name.includes(`-${id}-`),
    ),
  );

/** Ada's script takes the Owner off all that she and Bob launched. */
const untagAll = async (
  stage: Stage,
  stories: readonly Story[],
  more: Pick<Mass, 'ends' | 'executions'>,
): Promise<Mass> => {
  const { target, callers, executions } = stage;
  const { cloudTrail } = target;
  const played: Played[] = [];
  for (const story of stories) played.push(await play(target, story, callers.of(story, played)));
  const hers = played.at(-1);
  if (!hers) throw new Error('Nobody launched');
  const { story, launched } = hers;
  const { account, region } = story;
  const instanceIds = played.flatMap((one) => one.launched.instanceIds);
  await untagInstances(clientOf(target, story, launched), instanceIds, 'Owner');
  await cloudTrail.deletedTags(launched, instanceIds, 'Owner');

  const tell = async (ids: readonly string[], at: Date): Promise<void> => {
    for (const id of ids) await cloudTrail.untagged(launched, id, 'Owner', { Name: 'blast' }, at);
    await until('a grace period of each', cloudTrail.delaySeconds, async () => {
      const names = (await executions.list()).map(({ name }) => name);
      return ids.every((id) => names.some((name) => name.includes(`-${id}-untagged-`)));
    });
  };
  const now = new Date();
  await tell(instanceIds.slice(0, -1), now);
  // As of a script that has been at work for almost ten minutes, and whose first event comes last: so they are over soon.
  const tenMinutesBefore = now.getTime() + LEFT_SECONDS * 1000 - WINDOW_MINUTES * 60_000;
  await tell(instanceIds.slice(-1), new Date(tenMinutesBefore));
  return { account, region, played, instanceIds, ...more };
};

/** What the breaker is to hold of two accounts: one group will be released, the other dismissed. */
export type Masses = { readonly released: Mass; readonly dismissed: Mass };

/** A script takes the Owner off all instances of two accounts. */
export const untagMany = async (stage: Stage): Promise<Masses> => {
  stage.report.step('a script takes the Owner off four instances each of two accounts');
  const [released, dismissed] = await Promise.all([
    untagAll(stage, RELEASED, { ends: 4, executions: 4 + 2 }),
    untagAll(stage, DISMISSED, { ends: 1, executions: 4 + 1 }),
  ]);
  return { released, dismissed };
};
