import type { Configuration } from '../../../infra/config/configuration.ts';
import { otherPartitionOf } from '../../../infra/regions.ts';
import type { PlayResult } from '../../../local/play.ts';
import { decisionOf } from '../../../local/rows/recorder.ts';
import type { Row } from '../../../local/rows/row.ts';
import type { Unlisted } from '../../../local/world.ts';
import { counted, few, shortened, style, wrapped } from '../../style.ts';
import { eventLog } from './event-log.ts';
import { numberLaunches } from './numbered-launch.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';

/** The lines above and below a run. */
export type Frame = {
  readonly title: string;
  readonly hints: readonly string[];
  /** A paragraph below the title. */
  readonly note?: string | null;
};

/** Says why an invalid Owner is only reported although `onInvalidValue` is `terminate`. */
export const NO_USER =
  'No IAM user is known whose name matches a pattern: an instance with an invalid Owner is reported, not terminated.';

const sparedIn = ({ recorder }: PlayResult): boolean =>
  recorder.rows().some(({ reason }) => reason === 'no-user-known-to-match');

/** The terminal, and whether the mails are shown. */
export type View = { readonly colour: boolean; readonly columns: number; readonly mails: boolean };

/** Writes a run for a person: what happened, the mails, and how each launch ended. */
export const show = (
  played: PlayResult,
  { subAccounts, timeZone, ownerTag, gracePeriodMinutes }: Configuration,
  { title, hints, note = null }: Frame,
  { colour, columns, mails }: View,
): string => {
  const paint = style(colour);
  const accountNames = new Map(subAccounts.map(({ accountId, name }) => [accountId, name]));
  const launches = numberLaunches(played, accountNames);
  const accounts = few(subAccounts.map(({ name, mode }) => `${name} (${mode})`));
  const paragraph = (text: string): string[] => wrapped(text, columns);
  return [
    paint('bold', shortened(title, columns)),
    ...(note === null ? [] : paragraph(note)),
    ...paragraph(
      `Every instance needs a tag ${ownerTag.key} that matches one of ${few(ownerTag.patterns)}, within ${gracePeriodMinutes} minutes.`,
    ),
    ...(sparedIn(played) ? paragraph(NO_USER).map((line) => paint('bold', line)) : []),
    ...paragraph(`Sub-accounts: ${accounts}. Times are ${timeZone}.`),
    ...timeline(eventLog(played, launches, accountNames), { timeZone, paint, columns, mails }),
    ...summary(
      launches,
      [
        ...played.recorder.resourceRows(),
        ...played.recorder.propagations.map((one): Pick<Row, 'decision'> => ({ decision: decisionOf(one) })),
      ],
      played.recorder.mails.length,
      timeZone,
      paint,
      columns,
    ),
    ...hints.flatMap(paragraph),
    '',
  ].join('\n');
};

/** Control characters that JSON does not escape, and that a terminal would act on. */
const CONTROL_CHARACTERS = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
  [...Array(text.length).keys()]
    .map((index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');

/** A value as one line of JSON that is safe to show in a terminal. */
export const jsonLine = (value: unknown): string =>
  `${JSON.stringify(value).replace(CONTROL_CHARACTERS, escaped)}\n`;

/** A line about launches in accounts or Regions where nothing is enforced. */
export const describeUnlisted = ({ accountId, region, launches }: Unlisted): string => {
  const where = [accountId, region].filter((name) => name !== '').join(' ');
  const what = counted(launches, 'launch') + (where === '' ? '' : ` in ${where}`);
  const partition = otherPartitionOf(region);
  if (partition !== undefined)
    return `${what}, which belongs to ${partition}: only the partition aws is served`;
  if (accountId !== '' && region !== '') return `${what}, which the configuration does not list`;
  const missing = [...(accountId === '' ? ['account'] : []), ...(region === '' ? ['Region'] : [])];
  const whose = launches === 1 ? 'whose record names' : 'whose records name';
  return `${what} ${whose} no ${missing.join(' and no ')}`;
};
