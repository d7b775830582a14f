import { count, html, type Markup, type Part } from '../safe-text.ts';

/** A part of a bar: its length, and the class that gives it a colour. */
type BarPart = { readonly value: number; readonly className: string };

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

/** The plot of a chart, and the room around it for its labels, in the SVG's units. */
const WIDTH = 480;
const HEIGHT = 190;
const LEFT = 52;
const BOTTOM = 160;
const TOP = 14;

const picture = (label: string, content: Part): Markup =>
  html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${content}</svg>`;

const y = (share: number): number => BOTTOM - Math.min(1, Math.max(0, share)) * (BOTTOM - TOP);

const gridLine = (share: number, label: string): Markup => html`
<line class="rule" x1="${LEFT}" x2="${WIDTH}" y1="${y(share)}" y2="${y(share)}"/>
<text class="axis" x="${LEFT - 8}" y="${y(share) + 4}" text-anchor="end">${label}</text>`;

/** One point of a line, with a share from 0 to 1. */
export type Point = { readonly label: string; readonly share: number; readonly text: string };

/** A share over time, as a line. Labels stand below the first and the last point. */
export const lineChart = (label: string, points: readonly Point[]): Markup => {
  const step = (WIDTH - LEFT - 24) / Math.max(1, points.length - 1);
  const x = (index: number): number => LEFT + 12 + index * step;
  const path = points.map(({ share }, index) => `${x(index).toFixed(1)},${y(share).toFixed(1)}`).join(' ');
  const last = points.length - 1;
  return picture(label, [
    gridLine(0, '0%'),
    gridLine(0.5, '50%'),
    gridLine(1, '100%'),
    html`<polyline class="line" points="${path}"/>`,
    points.map(
      (point, index) =>
        html`<circle class="dot" cx="${x(index).toFixed(1)}" cy="${y(point.share).toFixed(1)}" r="${index === last ? 5 : 3}"><title>${point.label}: ${point.text}</title></circle>`,
    ),
    html`<text class="axis" x="${x(0)}" y="${BOTTOM + 20}">${points[0]?.label ?? ''}</text>`,
    last > 0
      ? html`<text class="axis" x="${WIDTH - 2}" y="${BOTTOM + 20}" text-anchor="end">${points[last]?.label ?? ''}</text>`
      : null,
  ]);
};

/** One column: its parts from the bottom up. Numbers only place it; `text` is what it says. */
export type ChartColumn = {
  readonly label: string;
  readonly parts: readonly BarPart[];
  readonly text: string;
};

/** The next round number above: 1, 2, 2.5 or 5 times a power of ten. */
const niceAbove = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return ([1, 2, 2.5, 5].find((step) => step * power >= value) ?? 10) * power;
};

/** Amounts by month, as columns. */
export const columnChart = (label: string, columns: readonly ChartColumn[]): Markup => {
  const sums = columns.map(({ parts }) => parts.reduce((sum, { value }) => sum + Math.max(0, value), 0));
  const most = niceAbove(Math.max(...sums, 0.01));
  const step = (WIDTH - LEFT) / Math.max(1, columns.length);
  const wide = Math.min(40, step * 0.66);
  const short = (value: number): string =>
    value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });
  const drawn = columns.map(({ label: name, parts, text }, index) => {
    const x = LEFT + step * index + (step - wide) / 2;
    let base = 0;
    const rects = parts.map(({ value, className }) => {
      const share = Math.max(0, value) / most;
      const height = share * (BOTTOM - TOP);
      base += share;
      return html`<rect class="${className}" x="${x.toFixed(1)}" y="${y(base).toFixed(1)}" width="${wide.toFixed(1)}" height="${height.toFixed(1)}"/>`;
    });
    return html`<g><title>${text}</title>${rects}<text class="axis" x="${(x + wide / 2).toFixed(1)}" y="${BOTTOM + 20}" text-anchor="middle">${name}</text></g>`;
  });
  return picture(label, [gridLine(0, '0'), gridLine(0.5, short(most / 2)), gridLine(1, short(most)), drawn]);
};
