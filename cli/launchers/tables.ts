import type { CollectionCounts, Counts, Coverage } from './count.ts';
import { REMAINS, type Remains } from './hold-out.ts';
import { SHAPES, type Shape } from './shape.ts';

/** A collection's name, and what was counted of it. */
export type Counted = { readonly name: string; readonly counts: CollectionCounts };

const number = (count: number): string => count.toLocaleString('en-US');

/** A number that is often zero: an empty cell is read faster than many zeros. */
const orEmpty = (count: number): string => (count === 0 ? '' : number(count));

const coverage = ({ all, found }: Coverage): string =>
  all === 0 ? '' : `${number(found)} of ${number(all)}`;

/** A text that Markdown shows as it is in a cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Columns whose titles end with a colon hold numbers, and are set to the right. */
const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${titles.map((title) => title.replace(/:$/, '')).join(' | ')} |`,
  `| ${titles.map((title) => (title.endsWith(':') ? '---:' : '---')).join(' | ')} |`,
  ...rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`),
];

const cellsOf = ({ calls, made, launched, names }: Counts): string[] => [
  coverage(calls),
  coverage(made),
  coverage(launched),
  orEmpty(names.user),
  orEmpty(names.unconfirmed),
  orEmpty(names.wrong),
];

const COUNTED = ['Calls:', 'Made:', 'Launched:', 'A user:', 'Unconfirmed:', 'Wrong:'] as const;

const shapesOf = (): Shape[] =>
  Object.keys(SHAPES).filter((name): name is Shape => Object.hasOwn(SHAPES, name));

const remainsOf = (): Remains[] =>
  Object.keys(REMAINS).filter((name): name is Remains => Object.hasOwn(REMAINS, name));

/** The three Markdown tables: of whole collections, by identity shape, and of what a part of the evidence says. */
export const tablesOf = (collections: readonly Counted[]): string[] => [
  ...table(
    ['Collection', ...COUNTED],
    collections.map(({ name, counts }) => [name, ...cellsOf(counts.total)]),
  ),
  '',
  ...table(
    ['Identity', 'Collection', ...COUNTED],
    shapesOf().flatMap((shape) =>
      collections.flatMap(({ name, counts }) => {
        const ofShape = counts.shapes.get(shape);
        return ofShape ? [[SHAPES[shape], name, ...cellsOf(ofShape)]] : [];
      }),
    ),
  ),
  '',
  ...table(
    ['What is left of the evidence', 'Collection', 'Sessions:', 'Same:', 'Another:', 'Nobody:', 'None:'],
    remainsOf().flatMap((remains) =>
      collections.flatMap(({ name, counts }) => {
        const { same, another, nobody, none } = counts.holdOuts[remains];
        const sessions = same + another + nobody + none;
        if (sessions === 0) return [];
        return [[REMAINS[remains], name, ...[sessions, same, another, nobody, none].map(number)]];
      }),
    ),
  ),
];
