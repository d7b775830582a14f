import { html, type Markup, type Part } from './markup.ts';
import type { BarPart } from './tables.ts';

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

/** One point of a line, with a share from 0 to 1. `missing` is what its share leaves out, '' if nothing. */
export type Point = {
  readonly label: string;
  readonly share: number;
  readonly text: string;
  readonly missing: string;
};

/**
 * A share over time. A line joins the points that compare: the same is missing from them. Where something is, they are hollow.
 * Labels stand below the first and the last point.
 */
export const lineChart = (label: string, points: readonly Point[]): Markup => {
  const step = (WIDTH - LEFT - 24) / Math.max(1, points.length - 1);
  const x = (index: number): number => LEFT + 12 + index * step;
  const placed = points.map(({ share, missing }, index) => ({
    missing,
    at: `${x(index).toFixed(1)},${y(share).toFixed(1)}`,
  }));
  const lines = [...Map.groupBy(placed, ({ missing }) => missing).values()];
  const last = points.length - 1;
  return picture(label, [
    [gridLine(0, '0%'), gridLine(0.5, '50%'), gridLine(1, '100%')],
    lines.map((those) => html`<polyline class="line" points="${those.map(({ at }) => at).join(' ')}"/>`),
    points.map(
      (point, index) =>
        html`<circle class="${point.missing === '' ? 'dot' : 'dot hollow'}" cx="${x(index).toFixed(1)}" cy="${y(point.share).toFixed(1)}" r="${index === last ? 5 : 3}"><title>${point.label}: ${point.text}</title></circle>`,
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
