import type { Concern } from './concern.ts';
import type { Launch } from './launch.ts';
import type { Origin } from './origin.ts';
import type { Outcome } from './outcome.ts';

/** What is told of a launcher of many launches once an hour, and not at each of them. */
export type HourlyNews = {
  /** Names it in the table. */
  readonly key: string;
  /** Whether it is about instances that end: it is then that managers hear of a group that launches on. */
  readonly isEnding: boolean;
  /** Whether the launch is news, and to be counted: later rounds of it are not. */
  readonly isFirst: boolean;
  readonly concerns: readonly Concern[];
};

const ENDING: readonly Concern['decision'][] = ['warned', 'terminated', 'would-terminate'];

/**
 * Sorts what a round has to tell: at once, or once an hour of the whole origin. A failure is always told. What an
 * instance launches is warned of each time: nothing launches it again.
 */
export const toldHourly = (
  concerns: readonly Concern[],
  { accountId, region }: Launch,
  origin: Origin | null,
  before: readonly Outcome[],
): { readonly always: readonly Concern[]; readonly hourly: readonly HourlyNews[] } => {
  if (!origin) return { always: concerns, hourly: [] };
  const isGroup = origin.kind === 'auto-scaling-group';
  const place = `${accountId} ${region} ${origin.id}`;
  const ending = isGroup ? concerns.filter(({ decision }) => ENDING.includes(decision)) : [];
  const inherited = concerns.filter(({ decision }) => decision === 'inherited');
  const hourly: HourlyNews[] = [
    {
      key: place,
      isEnding: true,
      isFirst: !before.some(({ decision }) => decision === 'warned'),
      concerns: ending,
    },
    { key: `inherited ${place}`, isEnding: false, isFirst: true, concerns: inherited },
  ].filter((news) => news.concerns.length > 0);
  return {
    always: concerns.filter((concern) => !ending.includes(concern) && !inherited.includes(concern)),
    hourly,
  };
};
