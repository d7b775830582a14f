import type { Tag } from '../../../instances.ts';
import { BYTE_ORDER_MARK, csvRow } from '../../csv.ts';
import type { Ownership, ReportedResource } from '../../report.ts';
import type { Chunk, Column } from '../pack-rows.ts';

/** A resource as the table shows it. */
export type Row = Omit<ReportedResource, 'tags'> & {
  readonly accountName: string;
  /** All but Name and a valid owner's. */
  readonly tags: readonly Tag[];
  /** What a search looks in, in lower case. */
  readonly text: string;
};

/** What each kind of ownership is called, in the order of the table: what needs somebody comes first. */
export const STATUS: Readonly<Record<Ownership['is'], string>> = {
  unowned: 'No owner',
  invalid: 'Invalid',
  departed: 'Left',
  unread: 'Not read',
  owned: 'Owned',
  accepted: 'Accepted',
};

const RANKS = Object.keys(STATUS);

const reader = <Value>(column: Column, read: (text: string) => Value): ((index: number) => Value) => {
  const values = column.values.map(read);
  return (index) => {
    const value = values[column.at[index] ?? -1];
    if (value === undefined) throw new RangeError(`The page lacks a value of its row ${index}.`);
    return value;
  };
};

const same = (text: string): string => text;

/** The rows of a chunk. */
export const rowsOf = (chunk: Chunk, accounts: ReadonlyMap<string, string>): Row[] => {
  const accountId = reader(chunk.accountId, same);
  const region = reader(chunk.region, same);
  const resourceType = reader(chunk.resourceType, same);
  const arnStart = reader(chunk.arnStart, same);
  const ownership = reader(chunk.ownership, (text): Ownership => JSON.parse(text));
  const idle = reader(chunk.idle, (text): Row['idle'] => JSON.parse(text));
  const tags = reader(chunk.tags, (text): Tag[] => JSON.parse(text));
  const tagText = reader(chunk.tags, (text) => text.toLowerCase());
  return chunk.arnEnd.map((end, index) => {
    const name = chunk.name[index] ?? null;
    const arn = arnStart(index) + end;
    const account = accounts.get(accountId(index)) ?? accountId(index);
    const whose = ownership(index);
    const owner = 'owner' in whose ? whose.owner : '';
    const words = `${name ?? ''} ${arn} ${resourceType(index)} ${account} ${region(index)} ${owner} `;
    return {
      arn,
      accountId: accountId(index),
      accountName: account,
      region: region(index),
      resourceType: resourceType(index),
      name,
      tags: tags(index),
      ownership: whose,
      idle: idle(index),
      text: words.toLowerCase() + tagText(index),
    };
  });
};

/** The part of an ARN that people know a resource by. */
export const idOf = ({ arn }: Pick<Row, 'arn'>): string =>
  arn.split(':').slice(5).join(':').replace(/^.*\//, '') || arn;

/** The Owner as its tag has it; empty if there is none. */
export const ownerOf = ({ ownership }: Row): string => {
  if (ownership.is === 'owned' || ownership.is === 'departed') return ownership.owner;
  return ownership.is === 'invalid' ? ownership.value : '';
};

const idleText = ({ idle }: Row): string => {
  if (idle === null) return '';
  if (idle.is === 'unattached') return 'attached to nothing';
  return idle.since === null ? 'stopped' : `stopped since ${idle.since.slice(0, 10)}`;
};

/** Why a row stands where it does, in a few words. */
export const whyOf = (row: Row, ownerKey: string): string => {
  const { ownership } = row;
  switch (ownership.is) {
    case 'owned':
    case 'unowned':
      return idleText(row);
    case 'departed':
      return 'no longer a user';
    case 'invalid':
      return ownership.key === ownerKey ? 'no valid value' : `the key is ${ownership.key}`;
    case 'accepted':
      return `${ownership.reason}, until ${ownership.until}`;
    case 'unread':
      return ownership.reason;
    default:
      return ownership satisfies never;
  }
};

/** What the person chose; an empty text chooses everything. */
export type Filters = {
  readonly text: string;
  readonly is: string;
  readonly accountId: string;
  readonly region: string;
  readonly resourceType: string;
  readonly owner: string;
  /** Accepted rows are folded unless they are asked for. */
  readonly withAccepted: boolean;
};

/** The rows that fit all filters, in their order. Every word of the search must be in a row. */
export const filtered = (rows: readonly Row[], filters: Filters): Row[] => {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { is, accountId, region, resourceType, owner, withAccepted } = filters;
  return rows.filter(
    (row) =>
      (is === '' || row.ownership.is === is || (is === 'idle' && row.idle !== null)) &&
      (withAccepted || is === 'accepted' || row.ownership.is !== 'accepted') &&
      (accountId === '' || row.accountId === accountId) &&
      (region === '' || row.region === region) &&
      (resourceType === '' || row.resourceType === resourceType) &&
      (owner === '' || ownerOf(row) === owner) &&
      words.every((word) => row.text.includes(word)),
  );
};

export type SortKey = 'resource' | 'type' | 'account' | 'region' | 'owner' | 'why';

const sortText = (row: Row, key: SortKey): string => {
  switch (key) {
    case 'resource':
      return (row.name ?? row.arn).toLowerCase();
    case 'type':
      return row.resourceType;
    case 'account':
      return row.accountName.toLowerCase();
    case 'region':
      return row.region;
    case 'owner':
      return ownerOf(row).toLowerCase();
    case 'why':
      return String(RANKS.indexOf(row.ownership.is));
    default:
      return key satisfies never;
  }
};

/** The rows by one column. Equal ones keep their order, and rows without a value come last. */
export const sorted = (rows: readonly Row[], key: SortKey, isDescending: boolean): Row[] => {
  const texts = new Map(rows.map((row) => [row, sortText(row, key)]));
  const turn = isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a = '', b = ''] = [texts.get(one), texts.get(other)];
    if (a === b) return 0;
    if (a === '' || b === '') return a === '' ? 1 : -1;
    return a < b ? -turn : turn;
  });
};

const CSV_HEAD = [
  'ARN',
  'Account',
  'Sub-account',
  'Region',
  'Type',
  'Name',
  'Status',
  'Owner',
  'Why',
  'Idle',
  'Tags',
];

/** The rows as a CSV file, in parts. */
export function* csvOf(rows: readonly Row[], ownerKey: string): Iterable<string> {
  yield BYTE_ORDER_MARK + csvRow(CSV_HEAD);
  for (const row of rows) {
    yield csvRow([
      row.arn,
      row.accountId,
      row.accountName,
      row.region,
      row.resourceType,
      row.name ?? '',
      STATUS[row.ownership.is],
      ownerOf(row),
      whyOf(row, ownerKey),
      idleText(row),
      row.tags.map(({ key, value }) => `${key}=${value}`).join('; '),
    ]);
  }
}
