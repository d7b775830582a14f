import { ROW_DECISIONS, type RowDecision } from '../../../local/rows/row.ts';
import { type Cell, counted, type Style, table } from '../../style.ts';
import { LOOKS } from './looks.ts';
import type { NumberedLaunch } from './numbered-launch.ts';

/** More launches than this are not listed one by one. */
const LISTED = 50;

type End = { readonly decision: RowDecision; readonly count: number };

/** @param isCounted whether an instance counts: one of several grace periods does in its last alone */
const endsOf = ({ record }: NumberedLaunch, isCounted = (_instanceId: string) => true): End[] =>
  [
    ...Map.groupBy(
      record.instanceIds().flatMap((id) => (isCounted(id) ? (record.last(id)?.decision ?? []) : [])),
      (decision) => decision,
    ),
  ].map(([decision, alike]) => ({ decision, count: alike.length }));

/** `2026-11-03 09:05:30`: a run may last for months. */
const dateAndTime = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(
    new Date(instant),
  );

const shortened = (text: string): string => (text.length <= 56 ? text : `${text.slice(0, 55)}…`);

const launchRow = (launch: NumberedLaunch, timeZone: string, paint: Style): Cell[] => {
  const { number, record, accountName, instances } = launch;
  const ends = endsOf(launch);
  const [worst] = [...ends].sort((a, b) => b.count - a.count);
  return [
    { text: `#${number}`.padStart(5), paint: (text) => paint('dim', text) },
    { text: dateAndTime(record.launch.eventTime, timeZone) },
    { text: accountName },
    { text: instances },
    { text: shortened(record.launcher.description) },
    {
      text: ends
        .map(({ decision, count }) => (ends.length === 1 ? decision : `${count} ${decision}`))
        .join(', '),
      paint: (text) => paint(worst ? LOOKS[worst.decision] : 'plain', text),
    },
  ];
};

/** Sums up a run: how each launch ended, and how many instances ended how. */
export const summary = (
  launches: readonly NumberedLaunch[],
  mails: number,
  timeZone: string,
  paint: Style,
  hints: readonly string[],
): string[] => {
  if (launches.length === 0) return ['', 'No launch in the accounts and Regions of the configuration.'];
  const lastOf = new Map(
    launches.flatMap((launch) => launch.record.instanceIds().map((id) => [id, launch] as const)),
  );
  const ends = launches.flatMap((launch) => endsOf(launch, (id) => lastOf.get(id) === launch));
  const counts = ROW_DECISIONS.flatMap((decision): Cell[][] => {
    const of = ends.filter((end) => end.decision === decision);
    if (of.length === 0) return [];
    const instances = of.reduce((sum, { count }) => sum + count, 0);
    return [
      [
        { text: `  ${decision}`, paint: (text) => paint(LOOKS[decision], text) },
        { text: counted(instances, 'instance') },
        { text: `in ${counted(of.length, 'launch')}` },
      ],
    ];
  });
  const heads = ['', 'began', 'sub-account', 'instances', 'by', 'end'].map((text) => ({
    text,
    paint: (padded: string) => paint('dim', padded),
  }));
  const listed = launches.slice(0, LISTED).map((launch) => launchRow(launch, timeZone, paint));
  return [
    '',
    paint('bold', 'How it ended'),
    '',
    ...table([heads, ...listed]),
    ...(launches.length > LISTED
      ? [`      and ${launches.length - LISTED} more launches (--json has them all)`]
      : []),
    '',
    ...table(counts),
    '',
    `${counted(mails, 'mail')} sent.`,
    ...hints,
  ];
};
