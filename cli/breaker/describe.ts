import { type Group, isHolding, type Member } from '../../lambdas/domain/breaker/record.ts';
import { DAY_MS, iso } from '../../lambdas/domain/instant.ts';
import { formatMinute, formatTime, truncate } from '../../lambdas/domain/notice/mail-text.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { type Cell, counted, table } from '../style.ts';

/** A group and its account; `name` is null if the configuration does not list the account. */
export type Known = {
  readonly accountId: string;
  readonly name: string | null;
  readonly group: Group;
};

/** A group with the number of its instances. */
type Row = Known & { readonly instances: number };

/** Characters of a line. */
const WIDTH = 80;

/** The length of an account's name in the table, so that a row fits in 80 columns. */
const NAME_LENGTH = 12;

/** How many days a group is listed after it holds nothing any more. */
const LISTED_DAYS = 7;

const cells = (...texts: readonly string[]): Cell[] => texts.map((text) => ({ text }));

/** An instant in the table: `3 Nov 09:10`. */
const short = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
    .format(new Date(instant))
    .replace(/,| at/, '');

const nameOf = ({ name }: Known): string => truncate(printable(name ?? 'not listed'), NAME_LENGTH);

type Words = readonly [id: string, account: string, number: string, last: string];

const section = (title: string, head: Words, rows: readonly Words[]): string[] =>
  rows.length === 0 ? [] : [title, ...table([head, ...rows].map((words) => cells(...words))), ''];

/** The groups as tables: those that wait for a decision, those that are decided, those of accounts in dry-run. */
export const list = (rows: readonly Row[], timeZone: string, now: Date): string[] => {
  const since = now.getTime() - LISTED_DAYS * DAY_MS;
  const isRecent = (instant: string): boolean => Date.parse(instant) >= since;
  const began = (row: Row): Words => [
    row.group.id,
    nameOf(row),
    String(row.instances),
    short(row.group.began, timeZone),
  ];
  const undecided = rows.filter(({ group }) => group.decision === null && isHolding(group));
  // A dismissed group goes on holding its instances, however old the decision is.
  const decided = rows.flatMap((row): Words[] => {
    const { decision } = row.group;
    return decision && (isHolding(row.group) || isRecent(decision.at))
      ? [[row.group.id, nameOf(row), String(row.instances), `${decision.is} ${short(decision.at, timeZone)}`]]
      : [];
  });
  const inDryRun = rows.filter(
    ({ group }) => group.decision === null && !isHolding(group) && isRecent(group.began),
  );
  const said = [
    ...section(
      'Held until you decide:',
      ['ID', 'ACCOUNT', 'NUMBER', 'BEGAN'],
      undecided
        .sort((a, b) => Date.parse(a.group.began) - Date.parse(b.group.began))
        .map((row) => began(row)),
    ),
    ...section('Decided:', ['ID', 'ACCOUNT', 'NUMBER', 'DECISION'], decided),
    ...section(
      'Would be held in mode enforce:',
      ['ID', 'ACCOUNT', 'NUMBER', 'BEGAN'],
      inDryRun.map((row) => began(row)),
    ),
  ];
  const [first] = undecided;
  return [
    ...(first ? [] : ['No group waits for a decision.', ...(said.length > 0 ? [''] : [])]),
    ...said,
    ...(said.length > 0 ? [`Times are of ${timeZone}.`] : []),
    ...(first ? ['Next: npm run breaker -- show ID, then release ID or dismiss ID.'] : []),
  ];
};

const LATER = {
  untagged: 'loses its Owner in this account',
  sweep: 'a sweep finds in this account',
} as const;

const WHAT = {
  untagged: 'they lost their Owner, all within ten minutes',
  sweep: 'a sweep found them without a valid Owner',
} as const;

const decisionOf = ({ group }: Known, timeZone: string): string => {
  if (group.decision) return `${group.decision.is} ${formatTime(group.decision.at, timeZone)}`;
  return isHolding(group) ? 'none yet: none of them is terminated' : 'none: in mode dry-run nothing is held';
};

/** Everything that is known about a group, with a line for each instance. */
export const show = (known: Known, members: readonly Member[], timeZone: string): string[] => {
  const { accountId, name, group } = known;
  const rows = [...members].sort((a, b) =>
    a.region === b.region ? a.instanceId.localeCompare(b.instanceId) : a.region.localeCompare(b.region),
  );
  return [
    group.id,
    `  Account    ${name === null ? `${accountId}, which is not in the configuration` : `${printable(name)} (${accountId})`}`,
    `  Cause      ${WHAT[group.cause]}`,
    `  Began      ${formatTime(group.began, timeZone)}`,
    `  Decision   ${decisionOf(known, timeZone)}`,
    `  Holds      ${counted(members.length, 'instance')}`,
    '',
    ...table([
      cells('INSTANCE', 'REGION', 'LAUNCHED BY'),
      ...rows.map(({ instanceId, region, launcher, name: tag }) =>
        cells(
          printable(instanceId),
          printable(region),
          `${printable(launcher?.userName ?? launcher?.description ?? 'not known yet')}${tag ? `, ${printable(tag)}` : ''}`,
        ),
      ),
    ]).map((line) => truncate(line, WIDTH)),
  ];
};

/** The consequences of a decision, as lines; `group` is as it was before. */
export const consequences = (
  { accountId, name, group }: Known,
  decided: 'released' | 'dismissed',
  timeZone: string,
  now: Date,
): string[] => {
  const before = group.decision;
  const said = before && `${before.is} ${formatTime(before.at, timeZone)}`;
  const first =
    before === null ? [] : [before.is === decided ? `It was ${said} already.` : `It was ${said}.`];
  const elsewhere =
    name === null
      ? [`Account ${accountId} is not in the configuration: until it is, nothing is terminated there.`]
      : [];
  const isOpen = Date.parse(group.until) > now.getTime();
  const until = formatMinute(iso(Date.parse(group.until)), timeZone);
  const later = isOpen
    ? [`Every instance that ${LATER[group.cause]} until ${until} joins the group and is ${decided} with it.`]
    : [];
  switch (decided) {
    case 'released':
      return [
        ...first,
        `${group.id}: released.`,
        'A sweep has begun. (While enforcement is paused it does nothing; the first sweep after the pause does.) It gives each',
        'instance that still has no valid Owner a new grace period with a new warning. At the deadline the instance is',
        'terminated, unless it is tagged.',
        ...later,
        ...elsewhere,
      ];
    case 'dismissed':
      return [
        ...first,
        `${group.id}: dismissed.`,
        ...(before?.is === 'released'
          ? [
              'A grace period that a sweep has started since then goes on: there was a warning, and the instance is terminated',
              'at the deadline, unless it is tagged.',
            ]
          : []),
        'Its instances are left alone until their Owner tags change.',
        ...later,
        ...elsewhere,
      ];
    default:
      return decided satisfies never;
  }
};
