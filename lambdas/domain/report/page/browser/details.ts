import { tagCommands } from '../../../reminder/tag-commands.ts';
import type { PageFacts } from '../render-page.ts';
import { button, isolatedText, make } from './elements.ts';
import { idOf, ownerOf, type Row, STATUS, whyOf } from './rows.ts';

/** What the commands write until somebody says whose the resources are. */
export const PLACEHOLDER = 'OWNER';

/** An Owner that a shell and the AWS CLI take literally. */
const SAFE_OWNER = /^[\w+.@-]+$/;

/** The Owner that somebody typed, or the placeholder if the commands could not hold it. */
export const typedOwner = (text: string): string =>
  SAFE_OWNER.test(text.trim()) ? text.trim() : PLACEHOLDER;

/** What is in no Region is tagged from us-east-1. */
const inRegion = <Some extends Pick<Row, 'region'>>(row: Some): Some =>
  row.region === 'global' ? { ...row, region: 'us-east-1' } : row;

const commandLines = (rows: readonly Row[], ownerKey: string, owner: string): string[][] => {
  const placed = rows.map(inRegion).filter(({ region }) => /^[a-z0-9-]+$/.test(region));
  return tagCommands(placed, ownerKey, owner);
};

/** Whether a command can tag it. */
export const hasCommand = (row: Row, ownerKey: string): boolean =>
  row.ownership.is !== 'accepted' && commandLines([row], ownerKey, PLACEHOLDER).length > 0;

/** The commands that tag these rows. Each sub-account needs its own credentials, so each has a heading. */
export const commandsFor = (rows: readonly Row[], ownerKey: string, owner: string): string => {
  const byAccount = Map.groupBy(rows, ({ accountId }) => accountId);
  return [...byAccount]
    .map(([accountId, those]) => {
      // A shell ends its comment at the end of the line.
      const name = (those[0]?.accountName ?? '').replaceAll(/[^\w .@+-]/g, '?');
      const commands = commandLines(those, ownerKey, owner).map((lines) => lines.join('\n'));
      return [`# ${name === accountId ? '' : `${name} `}${accountId}`, ...commands].join('\n');
    })
    .join('\n\n');
};

/** Fills and shows the dialog with everything that is known of a row. */
export const openDetails = (
  dialog: HTMLDialogElement,
  row: Row,
  { ownerKey }: PageFacts,
  command: { readonly text: string; readonly copy: () => void } | null,
): void => {
  const facts: readonly (readonly [string, string])[] = [
    ['Owner', ownerOf(row) || 'none'],
    ['Why', [STATUS[row.ownership.is], whyOf(row, ownerKey)].filter(Boolean).join(': ')],
    ['Type', row.resourceType],
    [
      'Sub-account',
      row.accountName === row.accountId ? row.accountId : `${row.accountName} (${row.accountId})`,
    ],
    ['Region', row.region],
    ['ARN', row.arn],
    ...row.tags.map(({ key, value }) => [`Tag ${key}`, value] as const),
  ];
  const list = facts.flatMap(([key, value]) => [
    make('dt', {}, isolatedText(key)),
    make('dd', {}, isolatedText(value)),
  ]);
  const close = button('Close', () => dialog.close());
  dialog.replaceChildren(
    make('h3', { id: 'details-title' }, isolatedText(row.name ?? idOf(row))),
    make('dl', {}, ...list),
    command
      ? make('pre', { tabindex: '0', 'aria-label': 'Command' }, command.text)
      : make('p', { class: 'quiet' }, 'No command tags it safely: tag it in its console.'),
    make(
      'p',
      { class: 'tools' },
      ...(command ? [button('Copy command', command.copy, { class: 'primary' })] : []),
      close,
    ),
  );
  dialog.showModal();
};

/** So many rows are printed: more is a matter for the CSV file. */
const MAX_PRINTED = 500;

/** A plain table of what is shown: paper does not scroll. */
export const printedTable = (
  rows: readonly Row[],
  heads: readonly string[],
  ownerKey: string,
): HTMLElement => {
  const printed = rows.slice(0, MAX_PRINTED);
  const title =
    printed.length < rows.length
      ? `The first ${printed.length} of ${rows.length.toLocaleString('en-US')} resources: the CSV file has all`
      : 'Resources';
  const body = printed.map((row) => {
    const why = whyOf(row, ownerKey);
    const cells = [
      [isolatedText(row.name ?? ''), ' ', make('span', { class: 'id' }, isolatedText(idOf(row)))],
      [isolatedText(row.resourceType)],
      [isolatedText(row.accountName)],
      [isolatedText(row.region)],
      [isolatedText(ownerOf(row))],
      [STATUS[row.ownership.is], ...(why === '' ? [] : [': ', isolatedText(why)])],
    ];
    return make('tr', {}, ...cells.map((cell) => make('td', {}, ...cell)));
  });
  const head = make('tr', {}, ...heads.map((text) => make('th', { scope: 'col' }, text)));
  return make('table', {}, make('caption', {}, title), make('thead', {}, head), make('tbody', {}, ...body));
};
