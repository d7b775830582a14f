import { type Creation, CreationMessage, creationIn } from '../../lambdas/domain/creation/creation.ts';
import type { Entry } from '../../local/entry.ts';
import type { Table } from './table.ts';

const count = (number: number): string => number.toLocaleString('en-US');

/** How many events of how many services the table has, and who vouches for them. */
export const tableStats = ({ creations, untaggable }: Table): string[] => {
  const vouchedBy = (least: number): typeof creations =>
    creations.filter(({ vouchers }) => vouchers.replace('r', '').length >= least);
  const services = (rows: typeof creations): string => count(new Set(rows.map(({ source }) => source)).size);
  const line = (what: string, rows: typeof creations): string =>
    `${what.padEnd(35)}${count(rows.length).padStart(6)} of ${services(rows)} services`;
  return [
    line('Events', creations),
    line('  all three sources agree', vouchedBy(3)),
    line('  two sources at least', vouchedBy(2)),
    line(
      '  vouched for by a review',
      creations.filter(({ vouchers }) => vouchers.endsWith('r')),
    ),
    line(
      '  with the form of the ARN',
      creations.filter(({ creates }) => creates.startsWith('arn:')),
    ),
    `${'Events that create nothing taggable'.padEnd(35)}${count(untaggable.flatMap(({ names }) => names).length).padStart(6)}`,
  ];
};

/** The account of a record that hides it, as published records do. */
const HIDDEN_ACCOUNT = '123456789012';

const messageOf = ({ accountId, region, record }: Entry): unknown => ({
  account: /^\d{12}$/.test(accountId) ? accountId : HIDDEN_ACCOUNT,
  region: region || 'us-east-1',
  detail: record,
});

/** The creations in records; and the events that the registry does not know. */
export const creationsIn = (entries: readonly Entry[]): { creations: Creation[]; unknown: Set<string> } => {
  const creations: Creation[] = [];
  const unknown = new Set<string>();
  for (const entry of entries) {
    const message = CreationMessage.safeParse(messageOf(entry));
    if (!message.success) continue;
    const recorded = creationIn(message.data);
    if (recorded.is === 'creation') creations.push(recorded.creation);
    if (recorded.is === 'unknown') unknown.add(`${recorded.eventSource} ${recorded.eventName}`);
  }
  return { creations, unknown };
};

/** How many creations in records are located, and the events of those that are not. */
export const locatingStats = (entries: readonly Entry[]): string[] => {
  const { creations } = creationsIn(entries);
  const located = creations.filter(({ arns }) => arns.length > 0);
  const byEvent = Map.groupBy(creations, ({ eventSource, eventName }) => `${eventSource} ${eventName}`);
  const share = creations.length === 0 ? 0 : (100 * located.length) / creations.length;
  return [
    `${'Creations in the records'.padEnd(35)}${count(creations.length).padStart(6)} of ${count(byEvent.size)} events`,
    `${'  located'.padEnd(35)}${count(located.length).padStart(6)} (${share.toFixed(1)} %)`,
    ...[...byEvent].flatMap(([event, all]) => {
      const missed = all.filter(({ arns }) => arns.length === 0).length;
      return missed === 0 ? [] : [`  not located: ${event}, ${missed} of ${all.length}`];
    }),
  ];
};
