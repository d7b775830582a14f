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
  /** How many of them are terminated, and how many grace periods there are in total. */
  readonly ends: number;
  readonly executions: number;
};

/** Seconds that the breaker goes on counting after the call. An instance untagged later does not join the group. */
const LEFT_SECONDS = 1;

/** The mails about a group. They contain its id, which begins with the account's id. */
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

/** Ada's script removes the Owner of all instances that she and Bob launched. */
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

  const report = async (ids: readonly string[], at: Date): Promise<void> => {
    for (const id of ids) await cloudTrail.untagged(launched, id, 'Owner', { Name: 'blast' }, at);
    await until('a grace period of each', cloudTrail.delaySeconds, async () => {
      const names = (await executions.list()).map(({ name }) => name);
      return ids.every((id) => names.some((name) => name.includes(`-${id}-untagged-`)));
    });
  };
  const now = new Date();
  await report(instanceIds.slice(0, -1), now);
  // As if a script had run for almost ten minutes and its first event came last, so that the breaker's ten minutes end soon.
  const tenMinutesBefore = now.getTime() + LEFT_SECONDS * 1000 - WINDOW_MINUTES * 60_000;
  await report(instanceIds.slice(-1), new Date(tenMinutesBefore));
  return { account, region, played, instanceIds, ...more };
};

/** The instances of two accounts that the breaker must hold. One group is released later, the other dismissed. */
export type Masses = { readonly released: Mass; readonly dismissed: Mass };

/** A script removes the Owner of all instances of two accounts. */
export const untagMany = async (stage: Stage): Promise<Masses> => {
  stage.report.step('a script takes the Owner off four instances each of two accounts');
  const [released, dismissed] = await Promise.all([
    untagAll(stage, RELEASED, { ends: 4, executions: 4 + 2 }),
    untagAll(stage, DISMISSED, { ends: 1, executions: 4 + 1 }),
  ]);
  return { released, dismissed };
};
