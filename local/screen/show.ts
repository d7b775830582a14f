import type { Configuration } from '../../infra/config.ts';
import type { Played } from '../play.ts';
import { chronicle } from './chronicle.ts';
import { numberLaunches } from './numbered-launch.ts';
import { style } from './style.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';

/** What stands above a run, and below it. */
export type Frame = { readonly title: string; readonly hints: readonly string[] };

/** Tells a run to a person: what happened, every mail, and how each launch ended. */
export const show = (
  played: Played,
  { subAccounts, timeZone, ownerTag, gracePeriodMinutes }: Configuration,
  { title, hints }: Frame,
  colour: boolean,
): string => {
  const paint = style(colour);
  const accountNames = new Map(subAccounts.map(({ accountId, name }) => [accountId, name]));
  const launches = numberLaunches(played, accountNames);
  const accounts = subAccounts.map(({ name, mode }) => `${name} (${mode})`).join(', ');
  return [
    paint('bold', title),
    `Every instance needs a tag ${ownerTag.key} that matches one of ${ownerTag.patterns.join(', ')}, within ${gracePeriodMinutes} minutes.`,
    `Sub-accounts: ${accounts}. Times are ${timeZone}.`,
    ...timeline(chronicle(played, launches, accountNames), timeZone, paint),
    ...summary(launches, played.recorder.mails.length, timeZone, paint, hints),
    '',
  ].join('\n');
};
