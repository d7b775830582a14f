import type { GracePeriodInput } from '../grace-period/input.ts';
import type { Origin } from '../launcher/origin.ts';
import type { Launcher } from '../record/launcher.ts';
import type { Concern } from './concern.ts';

/** What is told of a launcher of many launches once an hour, and not at each of them. */
export type HourlyNews = {
  /** Names it in the table. */
  readonly key: string;
  /** Whether it is a warning: a mail that tells it stands for the warnings of the hour's other launches. */
  readonly isWarning: boolean;
  readonly concerns: readonly Concern[];
};

/**
 * What of a round's news is told once an hour of the whole origin. A failure is always told, and so is a person of
 * their own launch: that its instance was put into a group later is no reason for silence. What an instance
 * launches is warned of each time: nothing launches it again. So is what was held, missed or untagged later: its warning
 * is to be a fresh one.
 *
 * A mail stands for others to the same reader and in the same mode only: the key says both.
 */
export const toldHourly = (
  concerns: readonly Concern[],
  { launch: { accountId, region }, account, cause }: Pick<GracePeriodInput, 'launch' | 'account' | 'cause'>,
  { userName, evidence }: Launcher,
  origin: Origin | null,
): readonly HourlyNews[] => {
  if (!origin) return [];
  const ofGroup =
    cause === 'launch' &&
    origin.kind === 'auto-scaling-group' &&
    (userName === null || evidence === 'group-owner');
  const key = `${accountId} ${region} ${origin.id} ${account.mode} ${userName ?? 'nobody'}`;
  const warnings = ofGroup ? concerns.filter(({ decision }) => decision === 'warned') : [];
  const inherited = concerns.filter(({ decision }) => decision === 'inherited');
  return [
    { key, isWarning: true, concerns: warnings },
    { key: `inherited ${key}`, isWarning: false, concerns: inherited },
  ].filter((news) => news.concerns.length > 0);
};
