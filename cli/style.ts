/** How a text looks in a terminal. */
export type TextStyle = 'plain' | 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan';

/** Gives a text its look, if the terminal shows colours. */
export type Style = (look: TextStyle, text: string) => string;

/** https://en.wikipedia.org/wiki/ANSI_escape_code: select graphic rendition, on and off. */
const CODES: Readonly<Record<TextStyle, readonly [number, number]>> = {
  plain: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

export const style =
  (colour: boolean): Style =>
  (look, text) => {
    if (!colour || look === 'plain') return text;
    const [on, off] = CODES[look];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };

/** A text cut to this many columns; an ellipsis marks the cut. */
export const shortened = (text: string, columns: number): string =>
  text.length <= columns
    ? text
    : `${text.slice(0, Math.max(0, columns - 1)).replace(/[\ud800-\udbff]$/, '')}…`;

/** A text in lines of at most this many columns, broken between words. */
export const wrapped = (text: string, columns: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(shortened(word, columns));
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

/** At most four texts, and the number of the others. */
export const few = (texts: readonly string[]): string =>
  texts.length <= 4 ? texts.join(', ') : `${texts.slice(0, 4).join(', ')} and ${texts.length - 4} more`;

/** A cell of a table; `paint` gets the text after it is padded to its width. */
export type Cell = { readonly text: string; readonly paint?: (text: string) => string };

/** The narrowest width to which a column is shortened. */
const NARROWEST = 8;
const GAP = 2;

/**
 * Sets rows in columns, each as wide as its widest cell. If the table is wider than the terminal, the widest of the columns
 * that may be shortened is shortened.
 */
export const table = (
  rows: readonly (readonly Cell[])[],
  fit: { readonly columns: number; readonly shorten: readonly number[] } = { columns: Infinity, shorten: [] },
): string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, text.length);
    }
  }
  const widthOf = (column: number): number => widths[column] ?? 0;
  const total = (): number => widths.reduce((sum, width) => sum + width + GAP, -GAP);
  while (total() > fit.columns) {
    const [widest] = [...fit.shorten].sort((a, b) => widthOf(b) - widthOf(a));
    if (widest === undefined || widthOf(widest) <= NARROWEST) break;
    widths[widest] = widthOf(widest) - 1;
  }
  return rows.map((row) =>
    row
      .map(({ text, paint = (plain) => plain }, column) =>
        paint(shortened(text, widthOf(column)).padEnd(widthOf(column))),
      )
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
};

/** A number and its noun: `1 launch`, `2 launches`. */
export const counted = (count: number, noun: string): string => {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith('ch') ? 'es' : 's'}`;
};

/** The width if neither the terminal nor COLUMNS gives one. */
const COLUMNS = 80;

/** The width of the output: the terminal's, or for a file or a pipe that of COLUMNS. Less than 80 counts as 80. */
export const columnsOf = (
  { columns }: { readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): number => Math.max(COLUMNS, columns ?? (Number.parseInt(environment.COLUMNS ?? '', 10) || COLUMNS));
