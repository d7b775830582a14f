/** How a text looks in a terminal. */
export type Look = 'plain' | 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan';

/** Gives a text its look, where there is colour. */
export type Style = (look: Look, text: string) => string;

/** https://en.wikipedia.org/wiki/ANSI_escape_code: select graphic rendition, on and off. */
const CODES: Readonly<Record<Look, readonly [number, number]>> = {
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

/** A cell of a table: its text, and how it is painted once it has its width. */
export type Cell = { readonly text: string; readonly paint?: (text: string) => string };

/** Sets rows in columns, each as wide as its widest cell. */
export const table = (rows: readonly (readonly Cell[])[]): string[] => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, text.length);
    }
  }
  return rows.map((row) =>
    row
      .map(({ text, paint = (plain) => plain }, column) => paint(text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

/** A number and its noun: `1 launch`, `2 launches`. */
export const counted = (count: number, noun: string): string => {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith('ch') ? 'es' : 's'}`;
};
