import { TITLES } from '../../access/findings.ts';
import { byAmount, rounded } from '../amount.ts';
import { type AccessReview, failedIn, gapsIn, type Report } from '../report.ts';
import { type CostOf, type CostSummary, type Counts, ownedIn, type Summary, type Tally } from '../summary.ts';
import { monthName } from './answer.ts';
import { columnChart, lineChart } from './charts.ts';
import { count, counted, html, isolated, type Markup, percent } from './markup.ts';
import { barCell, folded, numbers, words } from './tables.ts';

/** For the length of a bar only. */
const drawn = (amount: string): number => Math.max(0, Number(amount));

const mostOf = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

/** The head of a column of costs, if there are any. */
const costHead = ({ cost }: Summary): Markup[] => (cost ? [numbers(`Cost, ${cost.currency}`)] : []);

type OwnerRow = {
  readonly owner: string | null;
  readonly is: CostOf;
  readonly resources: number;
  readonly amount: string;
};

/** What is special about an owner. */
const NOTES: Readonly<Record<CostOf, string | null>> = {
  owned: null,
  unowned: null,
  departed: 'left',
  invalid: 'invalid',
  other: 'owns nothing here today',
  difference: 'of nobody',
};

const ownerRows = ({ byOwner, counts, cost }: Summary): OwnerRow[] => {
  const costs = new Map((cost?.byOwner ?? []).map((one) => [one.owner, one]));
  const counted = new Map<string | null, { is: CostOf; resources: number }>([
    ...(counts.unowned > 0 ? [[null, { is: 'unowned', resources: counts.unowned }] as const] : []),
    ...byOwner.map((one) => [one.owner, one] as const),
  ]);
  const rows = [...new Set([...counted.keys(), ...costs.keys()])].map((owner) => ({
    owner,
    is: counted.get(owner)?.is ?? costs.get(owner)?.is ?? 'owned',
    resources: counted.get(owner)?.resources ?? 0,
    amount: costs.get(owner)?.total ?? '0',
  }));
  return rows.sort((a, b) => byAmount(a.amount, b.amount) || b.resources - a.resources);
};

const owners = (summary: Summary): Markup | null => {
  const rows = ownerRows(summary);
  if (rows.length === 0) return null;
  const mostResources = mostOf(rows.map(({ resources }) => resources));
  const mostCost = mostOf(rows.map(({ amount }) => drawn(amount)));
  const written = rows.map(({ owner, is, resources, amount }) => {
    const className = is === 'owned' || is === 'other' ? 'fill' : 'rest';
    const note = NOTES[is];
    const name = owner === null ? html`<em>no owner</em>` : isolated(owner);
    return html`<tr><th scope="row">${name}${note && html` <span class="tag">${note}</span>`}</th>
${barCell([{ value: resources, className }], mostResources, count(resources))}
${summary.cost && barCell([{ value: drawn(amount), className }], mostCost, rounded(amount))}</tr>`;
  });
  return folded('By owner', [words('Owner'), numbers('Resources'), ...costHead(summary)], written);
};

/** The share of owned resources among those that need an owner. */
const shareOf = (counts: Counts): string => {
  const { resources, owned } = ownedIn(counts);
  return resources > 0 ? percent(owned / resources) : '–';
};

/** Owned ones, those that lack an owner, and those that the share leaves out, as one bar. */
const countCell = (counts: Counts, most: number): Markup => {
  const { resources, owned } = ownedIn(counts);
  const parts = [
    { value: owned, className: 'fill' },
    { value: resources - owned, className: 'rest' },
    { value: totalOf(counts) - resources, className: 'apart' },
  ];
  return barCell(parts, most, count(totalOf(counts)));
};

/** Whether all of a sub-account was read. One of which nothing was read is never shown as empty. */
const howRead = (regions: Report['regions'], accountId: string): 'whole' | 'in part' | 'not read' => {
  const theirs = regions.filter((one) => one.accountId === accountId);
  const { failed, partial, isNothingRead } = gapsIn(theirs);
  if (isNothingRead) return 'not read';
  return failed + partial > 0 ? 'in part' : 'whole';
};

const NONE: Counts = { owned: 0, departed: 0, invalid: 0, unowned: 0, accepted: 0, unread: 0 };

const subAccounts = ({ subAccounts: named, regions }: Report, summary: Summary): Markup => {
  const { bySubAccount, cost } = summary;
  const names = new Map(named.map(({ accountId, name }) => [accountId, name]));
  const counted = new Map(bySubAccount.map(({ of, counts }) => [of, counts]));
  const amounts = new Map((cost?.bySubAccount ?? []).map((one) => [one.accountId, one]));
  const ids = new Set([...counted.keys(), ...amounts.keys(), ...regions.map(({ accountId }) => accountId)]);
  const most = mostOf(bySubAccount.map(({ counts }) => totalOf(counts)));
  const mostCost = mostOf([...amounts.values()].map(({ total }) => drawn(total)));
  const rows = [...ids].map((accountId) => {
    const read = howRead(regions, accountId);
    const counts = counted.get(accountId) ?? NONE;
    const { total = '0', withoutOwner = '0' } = amounts.get(accountId) ?? {};
    const parts = [
      { value: drawn(total) - drawn(withoutOwner), className: 'fill' },
      { value: drawn(withoutOwner), className: 'rest' },
    ];
    const name = html`${isolated(names.get(accountId) ?? accountId)}${read === 'whole' ? null : html` <span class="tag">${read}</span>`}`;
    return html`<tr><th scope="row">${name}</th>
<td class="value share-cell">${shareOf(counts)}</td>${read === 'not read' ? html`<td class="value">–</td>` : countCell(counts, most)}
${cost && barCell(parts, mostCost, rounded(total))}</tr>`;
  });
  const heads = [words('Sub-account'), numbers('Owned'), numbers('Resources'), ...costHead(summary)];
  return folded('By sub-account', heads, rows);
};

const tallies = (title: string, head: string, all: readonly Tally[]): Markup | null => {
  if (all.length === 0) return null;
  const most = mostOf(all.map(({ counts }) => totalOf(counts)));
  const rows = all.map(
    ({ of, counts }) =>
      html`<tr><th scope="row">${isolated(of)}</th><td class="value share-cell">${shareOf(counts)}</td>${countCell(counts, most)}</tr>`,
  );
  return folded(title, [words(head), numbers('Owned'), numbers('Resources')], rows);
};

/** What the share of a week leaves out. */
const notRead = (failed: readonly string[]): string =>
  failed.length > 0 ? `; ${counted(failed.length, 'Region')} could not be read` : '';

const weeks = ({ weeks: earlier, madeAt, regions }: Report, { counts }: Summary): Markup | null => {
  const day = madeAt.slice(0, 10);
  const today = { day, ...ownedIn(counts), failed: failedIn(regions) };
  const points = [...earlier.filter((week) => week.day < day), today]
    .filter(({ resources }) => resources > 0)
    .map(({ day: label, resources, owned, failed }) => ({
      label,
      share: owned / resources,
      missing: failed.toSorted().join(),
      text: `${percent(owned / resources)}, ${count(owned)} of ${count(resources)}${notRead(failed)}`,
    }));
  const last = points.at(-1);
  // Only what compares says what became better or worse.
  const first = points.find(({ missing }) => missing === last?.missing);
  if (!first || !last) return null;
  const label =
    first === last
      ? `Owned share: ${percent(last.share)}`
      : `Owned share: ${percent(first.share)} on ${first.label}, ${percent(last.share)} on ${last.label}`;
  return html`<figure><figcaption>Owned share, by week</figcaption>${lineChart(label, points)}${
    points.length < 2 ? html`<p class="quiet">The next report adds a point, and so a line.</p>` : null
  }${
    points.some(({ missing }) => missing !== '')
      ? html`<p class="legend quiet"><span class="key hollow"></span> some Regions could not be read. A line joins weeks that compare.</p>`
      : null
  }</figure>`;
};

const months = ({ currency, byMonth }: CostSummary): Markup => {
  const columns = byMonth.map(({ month, total, withoutOwner, isOpen }) => ({
    label: monthName(month).slice(0, 3),
    text: `${monthName(month)}${isOpen ? ', not invoiced yet' : ''}: ${rounded(total)} ${currency}, of it ${rounded(withoutOwner)} without an owner`,
    parts: [
      { value: drawn(total) - drawn(withoutOwner), className: isOpen ? 'fill open' : 'fill' },
      { value: drawn(withoutOwner), className: isOpen ? 'rest open' : 'rest' },
    ],
  }));
  const label = `Cost by month in ${currency}. ${columns.map(({ text }) => text).join('; ')}`;
  return html`<figure><figcaption>Cost by month, ${currency}</figcaption>${columnChart(label, columns)}
<p class="legend quiet"><span class="key fill"></span> with an owner <span class="key rest"></span> without</p></figure>`;
};

const noMonths = html`<figure><figcaption>Cost by month</figcaption>
<p class="quiet">Not known here. <a href="#costs">How to get the costs</a></p></figure>`;

/** The charts, and the tables whose rows are bars. One with nothing in it is left out. */
export const charts = (report: Report, summary: Summary): Markup => {
  const cards = [
    owners(summary),
    subAccounts(report, summary),
    weeks(report, summary),
    summary.cost ? months(summary.cost) : noMonths,
    tallies('By type', 'Type', summary.byType),
    tallies('By Region', 'Region', summary.byRegion),
  ].filter((card) => card !== null);
  return html`
<section aria-labelledby="charts-title"><h2 id="charts-title">Who, and where</h2>
<p class="legend quiet"><span class="key fill"></span> owned <span class="key rest"></span> not owned${
    summary.resources > summary.needOwner
      ? html` <span class="key apart"></span> in no share: accepted by an exemption, or not readable`
      : null
  }</p>
<div class="charts">${cards.map((card) => html`<div class="card">${card}</div>`)}
</div></section>`;
};

const reviewed = (given: AccessReview): Markup => {
  if ('missing' in given) return html`<p class="notice">${given.missing}</p>`;
  const { findings, unread } = given;
  const rows = findings.map(
    ({ kind, about, what, todo }) =>
      html`<tr><th scope="row">${isolated(about)}</th><td>${TITLES[kind]}</td><td class="reason">${isolated(what)}</td><td class="reason">${isolated(todo)}</td></tr>`,
  );
  const heads = ['Who or what', 'Finding', 'What is so', 'What to do'].map(words);
  return html`<p>${findings.length === 0 ? 'Nothing wants a decision.' : `${counted(findings.length, 'finding')}.`}</p>
${rows.length > 0 ? html`<div class="wide">${folded('What wants a decision', heads, rows)}</div>` : null}
${unread.map((text) => html`<p class="notice">Roles that could not be looked at, in ${isolated(text)}</p>`)}`;
};

/** Who has access, and what of it wants a decision: nothing where `access` is not configured, and for program managers. */
export const whoHasAccess = ({ access }: Report): Markup | null =>
  access === undefined
    ? null
    : html`
<section id="access" aria-labelledby="access-title"><h2 id="access-title">Who has access</h2>
${reviewed(access)}
<p class="quiet">As npm run access-review says it, from IAM's credential report and the roles' last use.</p></section>`;
