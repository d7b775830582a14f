import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { compare } from '../../infra/json.ts';

/** What one event creates. */
export type Row = {
  /** The event's source without `.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  /** Templates of ARNs; or, if their form is not known, a type, and `@` with the member that holds the ARN. */
  readonly creates: string;
  /** The member of the request that holds tags; empty if there is none. */
  readonly tagsMember: string;
  /** Who says so: `i` IAM, `s` the SDK's models, `c` CloudFormation, `r` a review (corrections.json). */
  readonly vouchers: string;
};

/** Events of one service that create nothing taggable, and why. */
export type Untaggable = {
  readonly source: string;
  readonly reason: string;
  readonly names: readonly string[];
};

export type Table = { readonly creations: readonly Row[]; readonly untaggable: readonly Untaggable[] };

/** The committed table: data beside the code that reads it. */
export const TABLE_FILE = join(import.meta.dirname, '../../lambdas/domain/creation/registry.json');

const Text = z.object({
  creations: z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()])),
  untaggable: z.array(z.tuple([z.string(), z.string(), z.string()])),
});

export const parseTable = (text: string): Table => {
  const { creations, untaggable } = Text.parse(JSON.parse(text));
  return {
    creations: creations.map(([source, name, creates, tagsMember, vouchers]) => ({
      source,
      name,
      creates,
      tagsMember,
      vouchers,
    })),
    untaggable: untaggable.map(([source, reason, names]) => ({ source, reason, names: names.split(' ') })),
  };
};

export const committedTable = (): Table => parseTable(readFileSync(TABLE_FILE, 'utf8'));

const lines = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => JSON.stringify(row))
    .sort(compare)
    .join(',\n');

/** The table's text: sorted, one entry a line. */
export const formatTable = ({ creations, untaggable }: Table): string =>
  `{"creations":[\n${lines(
    creations.map(({ source, name, creates, tagsMember, vouchers }) => [
      source,
      name,
      creates,
      tagsMember,
      vouchers,
    ]),
  )}\n],"untaggable":[\n${lines(
    untaggable.map(({ source, reason, names }) => [source, reason, [...names].sort(compare).join(' ')]),
  )}\n]}\n`;

/** The lines that are gone, and those that are new. */
export const changesOf = (before: string, after: string): string[] => {
  const linesIn = (text: string): string[] => text.split('\n').map((line) => line.replace(/,$/, ''));
  const [old, fresh] = [linesIn(before), linesIn(after)];
  const [had, has] = [new Set(old), new Set(fresh)];
  return [
    ...old.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ].sort((a, b) => compare(a.slice(2), b.slice(2)));
};
