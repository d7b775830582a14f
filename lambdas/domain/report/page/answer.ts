import { formatDay, formatMinute } from '../../notice/mail-text.ts';
import { rounded, sumOf } from '../amount.ts';
import { type Gaps, gapsIn, type Ownership, partialText, type Report } from '../report.ts';
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

const tiles = (
  ownerKey: string,
  { areUsersUnknown }: Gaps,
): readonly (Tile & { readonly is: CostOf & Ownership['is'] })[] => [
  { is: 'owned', title: 'Owned', says: `with a valid ${ownerKey}` },
  { is: 'unowned', title: 'No owner', says: `without the tag ${ownerKey}` },
  { is: 'invalid', title: 'Invalid', says: `${ownerKey} names nobody` },
  {
    is: 'departed',
    title: 'Left',
    says: areUsersUnknown ? 'who is a user is not known here' : 'owner is no longer a user',
  },
];

/** Where users are not known, that nobody has left is not known either. */
const tile = (
  summary: Summary,
  { is, title, says }: Tile & { readonly is: CostOf },
  { areUsersUnknown }: Gaps,
): Markup => html`
<li><a href="#resources" data-is="${is}">
<span class="title">${title}</span>
<span class="number">${is === 'departed' && areUsersUnknown && summary.counts[is] === 0 ? '–' : count(summary.counts[is])}</span>
<span class="quiet">${says}</span>
<span class="cost">${costLines(summary, is).map((line) => html`<span>${line}</span>`)}</span>
</a></li>`;

const plainAnswer = ({ ownedShare, needOwner, counts }: Summary, { failed, isNothingRead }: Gaps): Markup => {
  if (isNothingRead)
    return html`<p class="lead">Nothing could be read, so it is not known who owns what.</p>`;
  if (ownedShare === null) {
    return html`<p class="lead">${failed > 0 ? 'Of what could be read, no resource' : 'No resource here'} needs an owner.</p>`;
  }
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

const gaps = ({ failed, partial }: Gaps): Markup | null => {
  if (failed + partial === 0) return null;
  const sentences = [
    ...(failed > 0
      ? [`${counted(failed, 'Region')} could not be read: what is there is missing from every number.`]
      : []),
    ...(partial > 0 ? [`${partialText(partial)}.`] : []),
  ];
  return html`<p class="notice">${sentences.join(' ')} <a href="#regions">Which, and why</a></p>`;
};

/** The mean of amounts, to be read and not to be added up. */
const meanOf = (amounts: readonly string[]): string =>
  (Number(sumOf(amounts)) / Math.max(1, amounts.length)).toFixed(2);

/** What all of it costs: the month that runs, the one before, a usual one, and all. */
const figures = ({ madeAt }: Report, { cost }: Summary): Markup | null => {
  if (cost === null) return null;
  const current = madeAt.slice(0, 7);
  // Months before the first cost are no usual ones.
  const whole = cost.byMonth.filter(({ month }) => month < current);
  const used = whole.slice(
    Math.max(
      0,
      whole.findIndex(({ total }) => rounded(total) !== '0.00'),
    ),
  );
  const running = cost.byMonth.find(({ month }) => month === current);
  const last = whole.at(-1);
  const shownFigures = [
    ...(running ? [{ of: `${monthName(current)} so far`, amount: running.total }] : []),
    ...(last ? [{ of: monthName(last.month), amount: last.total }] : []),
    ...(used.length > 1
      ? [{ of: `Average of ${used.length} months`, amount: meanOf(used.map(({ total }) => total)) }]
      : []),
    { of: `In ${counted(cost.byMonth.length, 'month')}`, amount: cost.sum.total },
  ];
  return html`
<h2 class="minor">What all of it costs, in ${cost.currency}</h2>
<dl class="figures">${shownFigures.map(({ of, amount }) => html`<div><dt>${of}</dt><dd>${rounded(amount)}</dd></div>`)}</dl>
<p class="quiet">The cost of what has no owner includes tax, credits, and what no tag can be on. <a href="#costs">Month by month</a></p>`;
};

/** The answer, in words and numbers. */
export const answer = (report: Report, summary: Summary): Markup => {
  const known = gapsIn(report.regions);
  const other = summary.cost?.byOwner.filter(({ is }) => is === 'other').length ?? 0;
  return html`
<section aria-label="The answer" class="answer">
${plainAnswer(summary, known)}
${gaps(known)}
${known.isNothingRead ? null : html`<ul class="tiles">${tiles(report.ownerKey, known).map((one) => tile(summary, one, known))}</ul>`}
${apart(summary)}
${figures(report, summary)}
${
  other > 0
    ? html`<p class="quiet">${counted(other, 'more owner has', 'more owners have')} costs, but no resource here today: ${costLines(summary, 'other').join(', ')}.</p>`
    : null
}
${'missing' in report.costs ? html`<p class="quiet">What it costs is not known here. <a href="#costs">How to get the costs</a></p>` : null}
</section>`;
};
