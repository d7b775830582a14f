import { ROW_DECISIONS, type Row, type RowDecision } from '../../../local/rows/row.ts';
import { type Cell, counted, type Style, table, wrapped } from '../../style.ts';
import { DECISIONS } from './decision-styles.ts';
import type { NumberedLaunch } from './numbered-launch.ts';

/** The most launches that are listed. */
const MAX_LISTED = 20;

type End = { readonly decision: RowDecision; readonly count: number };

/** @param isCounted whether an instance counts here: with several grace periods, it counts in the last only */
const endsOf = ({ record }: NumberedLaunch, isCounted = (_instanceId: string) => true): End[] =>
  [
    ...Map.groupBy(
      record.instanceIds().flatMap((id) => (isCounted(id) ? (record.last(id)?.decision ?? []) : [])),
      (decision) => decision,
    ),
  ].map(([decision, alike]) => ({ decision, count: alike.length }));

/** `2026-11-03 09:05:30`, with the date, since a run may last for months. */
const dateAndTime = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(
    new Date(instant),
  );

const plain = (text: string): Cell => ({ text });

const launchRow = (launch: NumberedLaunch, began: string, paint: Style): Cell[] => {
  const ends = endsOf(launch);
  const [most] = [...ends].sort((a, b) => b.count - a.count);
  const end = ends.map(({ decision, count }) => (ends.length === 1 ? decision : `${count} ${decision}`));
  return [
    { text: `#${launch.number}`, paint: (text) => paint('dim', text) },
    plain(began),
    plain(launch.accountName),
    plain(launch.instances),
    plain(launch.by),
    { text: end.join(', '), paint: (text) => paint(most ? DECISIONS[most.decision].look : 'plain', text) },
  ];
};

const launchTable = (
  launches: readonly NumberedLaunch[],
  timeZone: string,
  paint: Style,
  columns: number,
): string[] => {
  const listed = launches.slice(0, MAX_LISTED);
  const times = listed.map(({ record }) => dateAndTime(record.launch.eventTime, timeZone));
  const isOneDay = new Set(times.map((time) => time.split(' ')[0])).size === 1;
  const began = times.map((time) => (isOneDay ? (time.split(' ')[1] ?? '') : time.slice(0, -3)));
  const head = ['', 'began', 'sub-account', 'instances', 'by', 'end'];
  const rows = listed.map((launch, index) => launchRow(launch, began[index] ?? '', paint));
  return table([head.map((text) => ({ text, paint: (padded) => paint('dim', padded) })), ...rows], {
    columns,
    shorten: [2, 3, 4, 5],
  });
};

/** The meaning of each word in the run, and how many instances and other resources ended that way. */
const legend = (
  launches: readonly NumberedLaunch[],
  resources: readonly Pick<Row, 'decision'>[],
  paint: Style,
  columns: number,
): string[] => {
  const lastOf = new Map(
    launches.flatMap((launch) => launch.record.instanceIds().map((id) => [id, launch] as const)),
  );
  const ends = launches.flatMap((launch) => endsOf(launch, (id) => lastOf.get(id) === launch));
  const occurred = new Set([
    ...launches.flatMap(({ record }) => record.rows().map(({ decision }) => decision)),
    ...resources.map(({ decision }) => decision),
  ]);
  const rows = ROW_DECISIONS.filter((decision) => occurred.has(decision)).map((decision): Cell[] => {
    const of = ends.filter((end) => end.decision === decision);
    const instances = of.reduce((sum, { count }) => sum + count, 0);
    const others = resources.filter((row) => row.decision === decision).length;
    const counts = [
      ...(of.length > 0 ? [`${counted(instances, 'instance')} in ${of.length}`] : []),
      ...(others > 0 ? [counted(others, 'resource')] : []),
    ];
    return [
      { text: decision, paint: (text) => paint(DECISIONS[decision].look, text) },
      plain(counts.join(', ')),
      plain(DECISIONS[decision].means),
    ];
  });
  const head = ['', 'ended so, in launches', 'meaning'].map((text) => ({
    text,
    paint: (padded: string) => paint('dim', padded),
  }));
  return table([head, ...rows], { columns, shorten: [2] });
};

const isUndecided = (launch: NumberedLaunch): boolean =>
  endsOf(launch).some(({ decision }) => decision === 'undecided');

const UNDECIDED =
  'For what is undecided, the deployed service would look at what launched it. It would write the Owner that it finds there, and without one warn and terminate. Mails about it are those without one.';

/**
 * The summary of a run: how each launch ended, how many instances ended in each way, and what the words mean.
 *
 * @param resources what was decided about what is no instance
 */
export const summary = (
  launches: readonly NumberedLaunch[],
  resources: readonly Pick<Row, 'decision'>[],
  mails: number,
  timeZone: string,
  paint: Style,
  columns: number,
): string[] => {
  if (launches.length === 0) {
    return ['', ...wrapped('No launch in the accounts and Regions of the configuration.', columns)];
  }
  const more = launches.length - MAX_LISTED;
  return [
    '',
    paint('bold', 'How it ended'),
    '',
    ...launchTable(launches, timeZone, paint, columns),
    ...(more > 0 ? [`and ${counted(more, 'more launch')} (--json has them all)`] : []),
    '',
    ...legend(launches, resources, paint, columns),
    '',
    `${counted(mails, 'mail')} sent.`,
    ...(launches.some(isUndecided) ? wrapped(UNDECIDED, columns) : []),
  ];
};
