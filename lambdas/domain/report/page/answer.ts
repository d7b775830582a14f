import { formatDay, formatMinute } from '../../notice/mail-text.ts';
import { rounded } from '../amount.ts';
import type { Ownership, Report } from '../report.ts';
import type { CostOf, Summary } from '../summary.ts';
import { count, counted, html, isolated, type Markup, percent } from './markup.ts';
import { bar } from './tables.ts';

/** A month as people read it: `October 2026`. */
export const monthName = (month: string): string =>
  new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

const shortMonth = (month: string): string => monthName(month).replace(/^(...)\S*/, '$1');

/** How many names of sub-accounts stand in the heading. */
const MAX_NAMED = 4;

const scope = ({ subAccounts }: Report): Markup => {
  if (subAccounts.length > MAX_NAMED) return html`${counted(subAccounts.length, 'sub-account')}`;
  return html`${subAccounts.map(({ name }, index) => [index > 0 ? ', ' : '', isolated(name)])}`;
};

export const heading = (report: Report): Markup => html`
<header>
<h1>Who owns what</h1>
<p class="quiet">${scope(report)} · <time datetime="${report.madeAt}">${formatDay(report.madeAt, report.timeZone)}, ${formatMinute(report.madeAt, report.timeZone)}</time></p>
</header>`;

const costLines = ({ cost }: Summary, of: CostOf): readonly string[] => {
  if (cost === null) return [];
  const { total, lastMonth } = cost.by[of];
  return [
    `${rounded(total)} ${cost.currency} in ${counted(cost.byMonth.length, 'month')}`,
    ...(cost.lastMonth === null ? [] : [`${rounded(lastMonth)} in ${shortMonth(cost.lastMonth)}`]),
  ];
};

type Tile = { readonly is: Ownership['is']; readonly title: string; readonly says: string };

const tiles = (ownerKey: string): readonly (Tile & { readonly is: CostOf & Ownership['is'] })[] => [
  { is: 'owned', title: 'Owned', says: 'by a user of the gateway' },
  { is: 'unowned', title: 'No owner', says: `without the tag ${ownerKey}` },
  { is: 'invalid', title: 'Invalid', says: `${ownerKey} names nobody` },
  { is: 'departed', title: 'Left', says: 'owner is no longer a user' },
];

const tile = (summary: Summary, { is, title, says }: Tile & { readonly is: CostOf }): Markup => html`
<li><a href="#resources" data-is="${is}">
<span class="title">${title}</span>
<span class="number">${count(summary.counts[is])}</span>
<span class="quiet">${says}</span>
<span class="cost">${costLines(summary, is).map((line) => html`<span>${line}</span>`)}</span>
</a></li>`;

const plainAnswer = ({ ownedShare, needOwner, counts }: Summary): Markup => {
  if (ownedShare === null) return html`<p class="lead">No resource here needs an owner.</p>`;
  const wrong = needOwner - counts.owned;
  const rest =
    wrong === 0
      ? 'Nothing is left to do.'
      : `${counted(wrong, 'resource')} ${wrong === 1 ? 'has' : 'have'} nobody who answers for ${wrong === 1 ? 'it' : 'them'}.`;
  return html`
<p class="share"><strong>${percent(ownedShare)}</strong> <span>owned</span></p>
<p class="lead">${count(counts.owned)} of the ${counted(needOwner, 'resource')} that need an owner have one. ${rest}</p>
${bar([{ value: ownedShare, className: 'fill' }], 1)}`;
};

const apart = ({ counts }: Summary): Markup | null => {
  const sentences = [
    ...(counts.accepted > 0
      ? [`${counted(counts.accepted, 'more resource is', 'more resources are')} accepted by an exemption.`]
      : []),
    ...(counts.unread > 0
      ? [
          `Of ${counted(counts.unread, 'resource')} the tags could not be read, so nothing is said of their owners.`,
        ]
      : []),
  ];
  return sentences.length > 0 ? html`<p class="quiet">${sentences.join(' ')}</p>` : null;
};

const gaps = ({ regions }: Report): Markup | null => {
  const failed = regions.filter(({ collected }) => collected.is === 'failed').length;
  const partial = regions.filter(({ collected }) => collected.is === 'partial').length;
  if (failed + partial === 0) return null;
  const sentences = [
    ...(failed > 0
      ? [`${counted(failed, 'Region')} could not be read: what is there is missing from every number.`]
      : []),
    ...(partial > 0 ? [`${counted(partial, 'Region was', 'Regions were')} read in part.`] : []),
  ];
  return html`<p class="notice">${sentences.join(' ')} <a href="#regions">Which, and why</a></p>`;
};

/** The answer, in words and numbers. */
export const answer = (report: Report, summary: Summary): Markup => {
  const other = summary.cost?.byOwner.filter(({ is }) => is === 'other').length ?? 0;
  return html`
<section aria-label="The answer" class="answer">
${plainAnswer(summary)}
${gaps(report)}
<ul class="tiles">${tiles(report.ownerKey).map((one) => tile(summary, one))}</ul>
${apart(summary)}
${
  other > 0
    ? html`<p class="quiet">${counted(other, 'more owner')} in the costs, of nothing that exists today: ${costLines(summary, 'other').join(', ')}.</p>`
    : null
}
${'missing' in report.costs ? html`<p class="quiet">What it costs is not known here. <a href="#costs">How to get the costs</a></p>` : null}
</section>`;
};
