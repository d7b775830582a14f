import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Row, Table } from './table.ts';

/** A reviewed entry. Its fields replace what the sources say of the event. */
const Correction = z.strictObject({
  /** The event: source and name, or several names. */
  event: z.string().regex(/^[\w-]+( \w+)+$/),
  creates: z.string().optional(),
  tags: z.string().optional(),
  /** It creates nothing that has tags. */
  untaggable: z.literal(true).optional(),
  /** What shows it: a page, a record, or what the sources have wrong. */
  why: z.string().min(1),
});
export type Correction = z.infer<typeof Correction>;

const Corrections = z.strictObject({
  /** The source of a service's events, by the service's name in botocore, where it is not the name with which it signs. */
  sources: z.record(z.string(), z.string()),
  events: z.array(Correction),
});

export const readCorrections = (): z.infer<typeof Corrections> =>
  Corrections.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'corrections.json'), 'utf8')));

/** No reason of its own: no source says that the event creates something taggable. */
const NO_TAGS = '';

const keyOf = ({ source, name }: Pick<Row, 'source' | 'name'>): string => `${source} ${name}`;

const corrected = (
  row: Row | undefined,
  { creates, tags }: Correction,
  source: string,
  name: string,
): Row => ({
  source,
  name,
  creates: creates ?? row?.creates ?? source,
  tagsMember: tags ?? row?.tagsMember ?? '',
  vouchers: `${row?.vouchers ?? ''}r`,
});

/** Lays the corrections over what was derived, and keeps what two sources vouch for, or a review. */
export const correct = (derived: readonly Row[], corrections: readonly Correction[]): Table => {
  const rows = new Map(derived.map((row) => [keyOf(row), row]));
  const untaggable = new Map<string, string[]>();
  const list = (source: string, reason: string, name: string): void => {
    const key = JSON.stringify([source, reason]);
    untaggable.set(key, [...(untaggable.get(key) ?? []), name]);
  };
  for (const correction of corrections) {
    const [source = '', ...names] = correction.event.split(' ');
    for (const name of names) {
      const key = keyOf({ source, name });
      if (correction.untaggable) {
        rows.delete(key);
        list(source, correction.why, name);
      } else rows.set(key, corrected(rows.get(key), correction, source, name));
    }
  }
  for (const { source, name, vouchers } of rows.values()) if (vouchers === '') list(source, NO_TAGS, name);
  return {
    creations: [...rows.values()].filter(({ vouchers }) => vouchers.length > 1 || vouchers === 'r'),
    untaggable: [...untaggable].map(([key, names]) => {
      const [source = '', reason = ''] = z.array(z.string()).parse(JSON.parse(key));
      return { source, reason, names };
    }),
  };
};
