import { rounded } from '../amount.ts';
import type { Report } from '../report.ts';
import type { Amounts, CostSummary, Counts, Summary } from '../summary.ts';
import { monthName } from './answer.ts';
import { bar, columnChart, lineChart } from './charts.ts';
import { count, html, isolated, type Markup, type Part, percent } from './markup.ts';

/** So many rows of a table are shown at once; the others are folded below. */
const MAX_SHOWN = 10;

/** A page is no database: beyond these, what remains is one row. */
const MAX_LISTED = 1000;

export const table = (caption: string, heads: readonly string[], rows: readonly Part[]): Markup => html`
<table><caption>${caption}</caption>
<thead><tr>${heads.map((head, index) => html`<th scope="col" class="${index === 0 ? '' : 'value'}">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>`;

/** A table whose first rows are shown and whose others are folded. */
export const folded = (caption: string, heads: readonly string[], rows: readonly Markup[]): Markup => html`
${table(caption, heads, rows.slice(0, MAX_SHOWN))}
${
  rows.length > MAX_SHOWN
    ? html`<details><summary>${count(rows.length - MAX_SHOWN)} more}</summary>${table(`${caption}, continued`, heads, rows.slice(MAX_SHOWN, MAX_LISTED))}${
        rows.length > MAX_LISTED
          ? html`<p class="quiet">And ${count(rows.length - MAX_LISTED)} more.</p>`
          : null
      }</details>`
    : null
}`;

/** For the length of a bar only. */
const drawn = (amount: string): number => Math.max(0, Number(amount));

const mostOf = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

const barCells = (parts: Parameters<typeof bar>[0], most: number, text: string): Markup =>
  html`<td class="value"><span class="amount">${text}</span>${bar(parts, most)}</td>`;

const owners = ({ byOwner, cost }: Summary): Markup => {
  const costOf = new Map((cost?.byOwner ?? []).map((one) => [one.owner, one]));
  const mostResources = mostOf(byOwner.map(({ resources }) => resources));
  const mostCost = mostOf((cost?.byOwner ?? []).map(({ total }) => drawn(total)));
  const cells = (resources: number | null, amounts: Amounts | undefined): Part => [
    barCells(
      [{ value: resources ?? 0, className: 'fill' }],
      mostResources,
      resources === null ? '' : count(resources),
    ),
    cost &&
      barCells(
        [{ value: drawn(amounts?.total ?? '0'), className: 'fill' }],
        mostCost,
        rounded(amounts?.total ?? '0'),
      ),
  ];
  const seen = new Set<string | null>(byOwner.map(({ owner }) => owner));
  const onlyCost = (cost?.byOwner ?? []).filter(({ owner }) => !seen.has(owner));
  const rows = [
    ...byOwner.map(({ owner, is, resources }) => ({
      owner: isolated(owner),
      isLeft: is === 'departed',
      resources,
      amounts: costOf.get(owner),
    })),
    ...onlyCost.map((amounts) => ({
      owner: amounts.owner === null ? html`<em>no Owner</em>` : isolated(amounts.owner),
      isLeft: false,
      resources: null,
      amounts,
    })),
  ];
  const order = cost
    ? rows.sort((a, b) => drawn(b.amounts?.total ?? '0') - drawn(a.amounts?.total ?? '0'))
    : rows;
  const heads = ['Owner', 'Resources', ...(cost ? [`Cost, ${cost.currency}`] : [])];
  return folded(
    'By owner',
    heads,
    order.map(
      ({ owner, isLeft, resources, amounts }) =>
        html`<tr><th scope="row">${owner}${isLeft ? html` <span class="tag">left</span>` : null}</th>${cells(resources, amounts)}</tr>`,
    ),
  );
};

const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

const subAccounts = ({ subAccounts: named, regions }: Report, { bySubAccount, cost }: Summary): Markup => {
  const names = new Map(named.map(({ accountId, name }) => [accountId, name]));
  const counted = new Map(bySubAccount.map(({ of, counts }) => [of, counts]));
  const costOf = new Map((cost?.bySubAccount ?? []).map((one) => [one.accountId, one]));
  const ids = new Set([
    ...bySubAccount.map(({ of }) => of),
    ...costOf.keys(),
    ...regions.map(({ accountId }) => accountId),
  ]);
  const most = mostOf(bySubAccount.map(({ counts }) => totalOf(counts)));
  const mostCost = mostOf([...costOf.values()].map(({ total }) => drawn(total)));
  const heads = ['Sub-account', 'Owned', 'Resources', ...(cost ? [`Cost, ${cost.currency}`] : [])];
  const rows = [...ids].map((accountId) => {
    const counts = counted.get(accountId);
    const all = counts ? totalOf(counts) : 0;
    const need = all - (counts?.accepted ?? 0) - (counts?.unread ?? 0);
    const owned = counts?.owned ?? 0;
    const amount = costOf.get(accountId)?.total ?? '0';
    return html`<tr><th scope="row">${isolated(names.get(accountId) ?? accountId)}</th>
<td class="value">${need > 0 ? percent(owned / need) : '–'}</td>
${barCells(
  [
    { value: owned, className: 'fill' },
    { value: all - owned, className: 'rest' },
  ],
  most,
  count(all),
)}
${cost && barCells([{ value: drawn(amount), className: 'fill' }], mostCost, rounded(amount))}</tr>`;
  });
  return folded('By sub-account', heads, rows);
};

const types = ({ byType }: Summary): Markup => {
  const most = mostOf(byType.map(({ counts }) => totalOf(counts)));
  return folded(
    'By type',
    ['Type', 'Resources'],
    byType.map(
      ({ of, counts }) =>
        html`<tr><th scope="row">${isolated(of)}</th>${barCells(
          [
            { value: counts.owned, className: 'fill' },
            { value: totalOf(counts) - counts.owned, className: 'rest' },
          ],
          most,
          count(totalOf(counts)),
        )}</tr>`,
    ),
  );
};

const weeks = ({ weeks: earlier, madeAt }: Report, { needOwner, counts }: Summary): Markup => {
  const day = madeAt.slice(0, 10);
  const all = [
    ...earlier.filter((week) => week.day < day),
    { day, resources: needOwner, owned: counts.owned },
  ];
  const points = all
    .filter(({ resources }) => resources > 0)
    .map(({ day: label, resources, owned }) => ({
      label,
      share: owned / resources,
      text: `${percent(owned / resources)}, ${count(owned)} of ${count(resources)}`,
    }));
  const [first, last] = [points[0], points.at(-1)];
  const label =
    first && last && first !== last
      ? `Owned share: ${percent(first.share)} on ${first.label}, ${percent(last.share)} on ${last.label}`
      : `Owned share: ${last ? percent(last.share) : 'not known'}`;
  return html`<figure><figcaption>Owned share, by week</figcaption>${lineChart(label, points)}${
    points.length < 2 ? html`<p class="quiet">The line begins with the next report.</p>` : null
  }</figure>`;
};

const months = ({ currency, byMonth }: CostSummary): Markup => {
  const columns = byMonth.map(({ month, total, withoutOwner, isOpen }) => ({
    label: monthName(month).slice(0, 3),
    text: `${monthName(month)}${isOpen ? ', which is not over' : ''}: ${rounded(total)} ${currency}, of it ${rounded(withoutOwner)} without an Owner`,
    parts: [
      { value: drawn(total) - drawn(withoutOwner), className: isOpen ? 'fill open' : 'fill' },
      { value: drawn(withoutOwner), className: isOpen ? 'rest open' : 'rest' },
    ],
  }));
  const label = `Cost by month in ${currency}. ${columns.map(({ text }) => text).join('; ')}`;
  return html`<figure><figcaption>Cost by month, ${currency}</figcaption>${columnChart(label, columns)}
<p class="legend quiet"><span class="key fill"></span> with an Owner <span class="key rest"></span> without</p></figure>`;
};

/** The charts, and the tables whose rows are bars. */
export const charts = (report: Report, summary: Summary): Markup => html`
<section aria-labelledby="charts-title"><h2 id="charts-title">Where it is</h2>
<div class="charts">
<div class="card">${owners(summary)}</div>
<div class="card">${subAccounts(report, summary)}</div>
<div class="card">${weeks(report, summary)}</div>
<div class="card">${summary.cost ? months(summary.cost) : types(summary)}</div>
${summary.cost ? html`<div class="card">${types(summary)}</div>` : null}
</div></section>`;
