import { count, html, type Markup, type Part } from './markup.ts';

/** A part of a bar: its length, and the class that gives it a colour. */
export type BarPart = { readonly value: number; readonly className: string };

/** A horizontal bar that fills its cell if its parts add up to `most`. */
export const bar = (parts: readonly BarPart[], most: number): Markup => {
  let start = 0;
  const drawn = parts.map(({ value, className }) => {
    const width = most > 0 ? (Math.max(0, value) / most) * 100 : 0;
    const x = start;
    start += width;
    return width > 0
      ? html`<rect class="${className}" x="${x.toFixed(2)}%" width="${width.toFixed(2)}%" height="100%"/>`
      : null;
  });
  return html`<svg class="bar" aria-hidden="true" focusable="false">${drawn}</svg>`;
};

/** The head of a column of words. */
export const words = (text: string): Markup => html`<th scope="col">${text}</th>`;

/** The head of a column of numbers. */
export const numbers = (text: string): Markup => html`<th scope="col" class="value">${text}</th>`;

/** A cell with a number and its bar. */
export const barCell = (parts: readonly BarPart[], most: number, text: string): Markup =>
  html`<td class="value"><div class="measure">${bar(parts, most)}<span>${text}</span></div></td>`;

/** A table with its title. */
export const table = (caption: string, heads: readonly Markup[], rows: readonly Part[]): Markup => html`
<table><caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table>`;

/** So many rows of a table are shown at once; the others are folded below. */
const MAX_SHOWN = 8;

/** Of more rows than these, the page gives the number. */
const MAX_LISTED = 1000;

/** A table whose first rows are shown and whose others are folded. */
export const folded = (caption: string, heads: readonly Markup[], rows: readonly Markup[]): Markup => {
  const shown = table(caption, heads, rows.slice(0, MAX_SHOWN));
  if (rows.length <= MAX_SHOWN) return shown;
  const rest = table(`${caption}, continued`, heads, rows.slice(MAX_SHOWN, MAX_LISTED));
  const beyond = rows.length - MAX_LISTED;
  return html`${shown}<details><summary>${count(rows.length - MAX_SHOWN)} more</summary>${rest}${
    beyond > 0 ? html`<p class="quiet">And ${count(beyond)} that are not listed.</p>` : null
  }</details>`;
};
