import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCorrections } from '../../../cli/registry/corrections.ts';
import { type Iam, readIam } from '../../../cli/registry/iam.ts';
import { isCreation } from '../../../cli/registry/names.ts';
import {
  committedTable,
  formatTable,
  parseTable,
  type Row,
  TABLE_FILE,
} from '../../../cli/registry/table.ts';

const { creations, untaggable } = committedTable();
const eventOf = ({ source, name }: Pick<Row, 'source' | 'name'>): string => `${source} ${name}`;
const isReviewed = ({ vouchers }: Row): boolean => vouchers.endsWith('r');

test('at least 1,000 events of 200 services, two sources or a review for each', () => {
  expect(creations.length).toBeGreaterThan(1_000);
  expect(new Set(creations.map(({ source }) => source)).size).toBeGreaterThan(200);
  expect(creations.filter((row) => row.vouchers.length < 2 && !isReviewed(row))).toEqual([]);
});

test("each event's name begins with one of the words that docs/registry.md lists: the rules of events go by them", () => {
  expect(creations.filter(({ name }) => !isCreation(name)).map(eventOf)).toEqual([]);
});

test('the file is as the command writes it: sorted, one entry a line', () => {
  const text = readFileSync(TABLE_FILE, 'utf8');
  expect(formatTable(parseTable(text))).toBe(text);
});

test('an event is in the table once', () => {
  const events = [
    ...creations.map(eventOf),
    ...untaggable.flatMap(({ source, names }) => names.map((name) => `${source} ${name}`)),
  ];
  expect(events.filter((event, index) => events.indexOf(event) !== index)).toEqual([]);
});

test('each correction is in the table', () => {
  const reviewed = new Set(creations.filter(isReviewed).map(eventOf));
  const without = new Set(
    untaggable.flatMap(({ source, names }) => names.map((name) => `${source} ${name}`)),
  );
  const missing = readCorrections().events.flatMap((correction) => {
    const [source, ...names] = correction.event.split(' ');
    const laid = correction.untaggable ? without : reviewed;
    return names.map((name) => `${source} ${name}`).filter((event) => !laid.has(event));
  });
  expect(missing).toEqual([]);
});

describe("against IAM's service authorization reference", () => {
  let iam: Iam;
  beforeAll(() => {
    iam = readIam();
  });

  /** A template without the names of what varies. */
  const shapeOf = (template: string): string => template.replaceAll(/\{[^}]+\}/g, '{}');
  const templatesOf = ({ creates }: Row): string[] =>
    creates.split(' ').filter((word) => word.startsWith('arn:'));

  test('each ARN has the form of a resource type there, or was reviewed', () => {
    const shapes = new Set(
      [...iam.resourceTypes.values()].flatMap((types) => types.map(({ arn }) => shapeOf(arn))),
    );
    const others = creations.filter(
      (row) => !isReviewed(row) && !templatesOf(row).every((one) => shapes.has(shapeOf(one))),
    );
    expect(others).toEqual([]);
  });

  test('each event is an action there that can demand tags, if IAM is said to vouch for it', () => {
    const actions = new Set(
      iam.actions
        .filter(({ acceptsTags }) => acceptsTags)
        .map(({ prefix, name }) => `${prefix} ${name}`.toLowerCase()),
    );
    const prefixesOf = (row: Row): string[] => [
      row.source,
      ...templatesOf(row).map((one) => one.split(':')[2] ?? ''),
    ];
    const others = creations.filter(
      (row) =>
        row.vouchers.includes('i') &&
        !prefixesOf(row).some((prefix) => actions.has(`${prefix} ${row.name}`.toLowerCase())),
    );
    expect(others.map(eventOf)).toEqual([]);
  });

  test('each other event is vouched for by the models and the schemas, or reviewed', () => {
    const others = creations.filter((row) => !/i|sc|r/.test(row.vouchers));
    expect(others.map(eventOf)).toEqual([]);
  });
});
