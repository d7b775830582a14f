import { createHash } from 'node:crypto';
import { byAmount, rounded, sumOf } from '../amount.ts';
import { GLOBAL } from '../arn.ts';
import { type Costs, incompleteIn, type Report, type ReportedResource } from '../report.ts';
import { type CostSummary, Summarizer, type Summary } from '../summary.ts';
import { answer, heading, monthName } from './answer.ts';
import { pageScript, pageStyle } from './assets.ts';
import { count, counted, html, isolated, Markup, type Part } from './markup.ts';

import { RowPacker } from './pack-rows.ts';
import { charts, whoHasAccess } from './sections.ts';
import { folded, numbers, table, words } from './tables.ts';

/** So many rows a browser searches in the time between two keystrokes. */
const MAX_ROWS = 100_000;

const withoutOwner = ({ withoutOwner: rows, currency }: Costs): Markup => {
  const sums = [
    ...Map.groupBy(rows, ({ service, recordType }) => JSON.stringify([service, recordType])).values(),
  ]
    .map((those) => ({ of: those[0], amount: sumOf(those.map(({ amount }) => amount)) }))
    .sort((a, b) => byAmount(a.amount, b.amount));
  return folded(
    'What has no owner, by service',
    [words('Service'), words('Kind'), numbers(currency)],
    sums.map(
      ({ of, amount }) =>
        html`<tr><th scope="row">${isolated(of?.service ?? '')}</th><td>${isolated(of?.recordType ?? '')}</td><td class="value">${rounded(amount)}</td></tr>`,
    ),
  );
};

const byMonth = ({ byMonth: months, currency, sum }: CostSummary): Markup => {
  const cells = (label: string, amounts: readonly string[]): Markup =>
    html`<tr><th scope="row">${label}</th>${amounts.map((amount) => html`<td class="value">${rounded(amount)}</td>`)}</tr>`;
  const isWhole = months.every(({ difference }) => difference === '0');
  return html`${table(
    'By month',
    [words('Month'), numbers(`All, ${currency}`), numbers('Without owner')],
    [
      ...months.map(({ month, isOpen, total, withoutOwner: none }) =>
        cells(`${monthName(month)}${isOpen ? ' (not invoiced yet)' : ''}`, [total, none]),
      ),
      cells('Sum', [
        sumOf(months.map(({ total }) => total)),
        sumOf(months.map(({ withoutOwner: none }) => none)),
      ]),
    ],
  )}<p class="quiet">${
    isWhole
      ? `The costs of all owners and of what has none add up to each month's total: ${rounded(sum.total)} ${currency}.`
      : months
          .filter(({ difference }) => difference !== '0')
          .map(
            ({ month, difference }) =>
              `${monthName(month)}: ${rounded(difference)} ${currency} of the total are of no owner and no sub-account.`,
          )
          .join(' ')
  }</p>`;
};

const costs = ({ costs: given }: Report, { cost }: Summary): Markup => html`
<section id="costs" aria-labelledby="costs-title"><h2 id="costs-title">Costs</h2>
${
  'missing' in given || cost === null
    ? html`<p class="notice">${'missing' in given ? given.missing : null}</p>`
    : html`<div class="charts"><div class="card">${byMonth(cost)}</div><div class="card">${withoutOwner(given)}</div></div>
${given.notes.map((note) => html`<p class="quiet">${note}</p>`)}`
}
<p class="quiet">Costs are known by owner and sub-account, not for a single resource.</p></section>`;

const incomplete = ({ regions: all, subAccounts }: Report): Markup[] => {
  const names = new Map(subAccounts.map(({ accountId, name }) => [accountId, name]));
  return incompleteIn(all).map(
    ({ accountId, regions: those, read, why }) =>
      html`<tr><th scope="row" class="place">${isolated(names.get(accountId) ?? accountId)} ${isolated(those.join(', '))}</th><td class="read">${read}</td><td class="reason">${isolated(why)}</td></tr>`,
  );
};

const regions = (report: Report): Markup => {
  const { regions: all, subAccounts } = report;
  const rows = incomplete(report);
  const whole = all.filter(({ collected }) => collected.is === 'complete').length;
  return html`
<section id="regions" aria-labelledby="regions-title"><h2 id="regions-title">What was read</h2>
<p>${count(whole)} of ${counted(all.length, 'Region')} of ${counted(subAccounts.length, 'sub-account')} ${whole === 1 ? 'was' : 'were'} read completely.${
    subAccounts.length > 1 ? ' A Region counts once in each sub-account.' : ''
  }${all.some(({ region }) => region === GLOBAL) ? ` What has no Region counts as one, "${GLOBAL}".` : ''}</p>
${
  rows.length > 0
    ? table('Regions that failed, or were read in part', ['Where', 'Read', 'Why'].map(words), rows)
    : null
}</section>`;
};

/** The part that the script fills. Without it, the numbers above are still there. */
const resources = (leftOut: number, total: number): Markup => html`
<section id="resources" aria-labelledby="resources-title"><h2 id="resources-title">Resources</h2>
${
  leftOut > 0
    ? html`<p class="notice">The table holds the ${count(total - leftOut)} resources that lack an owner. The other ${count(leftOut)}, owned or accepted, are only in the numbers above: a page with all of them would be slow.</p>`
    : null
}
<div id="browser"><p class="quiet" id="waiting">${total === leftOut ? 'There is no resource to show.' : 'The table needs a browser that runs scripts.'}</p></div>
</section>`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const head = (script: string, style: string): Markup => {
  // Nothing is loaded from anywhere, and no script runs but the page's own.
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Who owns what</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>`;
};

const data = (id: string, text: string): Markup =>
  html`<script type="text/plain" class="${id}">${new Markup(text)}</script>\n`;

/** What the script needs besides the rows. */
export type PageFacts = {
  readonly ownerKey: string;
  readonly day: string;
  readonly rows: number;
  /** The names of the sub-accounts. */
  readonly accounts: readonly (readonly [accountId: string, name: string])[];
};

/**
 * The page of a report: one file that needs nothing else. It goes through the resources once, and holds numbers and
 * compressed rows of them.
 *
 * @param maxRows above so many resources the table holds only those that lack an owner
 * @returns the parts of the file, in order
 */
export function* renderPage(
  report: Report,
  all: Iterable<ReportedResource>,
  maxRows = MAX_ROWS,
): Iterable<string> {
  const summarizer = new Summarizer(report);
  const lacking = new RowPacker(report.ownerKey);
  let fine: RowPacker | null = new RowPacker(report.ownerKey);
  let total = 0;
  for (const resource of all) {
    total += 1;
    if (total > maxRows) fine = null;
    summarizer.add(resource);
    const { is } = resource.ownership;
    if (is === 'owned' || is === 'accepted') fine?.add(resource);
    else lacking.add(resource);
  }
  const summary = summarizer.summary();
  const leftOut = fine === null ? summary.counts.owned + summary.counts.accepted : 0;
  const [script, style] = [pageScript(), pageStyle()];
  const parts: readonly Part[] = [
    head(script, style),
    html`<body><main>${heading(report)}${answer(report, summary)}${charts(report, summary)}`,
    html`${resources(leftOut, total)}${costs(report, summary)}${whoHasAccess(report)}${regions(report)}</main>\n`,
  ];
  for (const part of parts) yield html`${part}`.text;
  const facts: PageFacts = {
    ownerKey: report.ownerKey,
    day: report.madeAt.slice(0, 10),
    rows: total - leftOut,
    accounts: report.subAccounts.map(({ accountId, name }) => [accountId, name]),
  };
  yield data('facts', Buffer.from(JSON.stringify(facts)).toString('base64')).text;
  for (const chunk of [...lacking.chunks(), ...(fine?.chunks() ?? [])]) yield data('rows', chunk).text;
  yield html`<script type="module">${new Markup(script)}</script>\n</body>\n</html>\n`.text;
}
