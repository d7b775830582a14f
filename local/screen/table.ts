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
