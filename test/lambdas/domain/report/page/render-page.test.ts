import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { rounded } from '../../../../../lambdas/domain/report/amount.ts';
import { DIFFERENCE } from '../../../../../lambdas/domain/report/costs.ts';
import { renderPage } from '../../../../../lambdas/domain/report/page/render-page.ts';
import type { ReportedResource, Week } from '../../../../../lambdas/domain/report/report.ts';
import { rowsIn } from '../../../../rows-in.ts';
import { aReport, resources, totals } from '../fixture/a-report.ts';

const pageOf = (...given: Parameters<typeof renderPage>): string => [...renderPage(...given)].join('');

/** What somebody reads, without the markup. */
const readable = (page: string): string =>
  page
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

const page = pageOf(aReport(), resources());
const text = readable(page);

test('the page shows the numbers that another program reckoned', () => {
  const { owned, unowned, invalid, departed, accepted, unread } = totals.byStatus;
  const wrong = totals.needOwner - (owned ?? 0);
  expect(text).toContain(`${totals.ownedInThousand / 10}% owned`);
  expect(text).toContain(
    `${owned} of the ${totals.needOwner} resources that need an owner have one. ${wrong} resources`,
  );
  const tile = (title: string, number: number | undefined, says: string, kind: string): string =>
    `${title} ${number} ${says} ${rounded(totals.cost.byKind[kind] ?? '0')} USD in 12 months ${rounded(totals.cost.byKindInOctober[kind] ?? '0')} in Oct 2026`;
  expect(text).toContain(tile('Owned', owned, 'with a valid Owner', 'owned'));
  expect(text).toContain(tile('No owner', unowned, 'without the tag Owner', 'unowned'));
  expect(text).toContain(tile('Invalid', invalid, 'Owner names nobody', 'invalid'));
  expect(text).toContain(tile('Left', departed, 'owner is no longer a user', 'departed'));
  expect(text).toContain(`${accepted} more resources are accepted`);
  expect(text).toContain(`Of ${unread} resources the tags could not be read`);
  for (const [owner, number] of Object.entries(totals.byOwner)) {
    expect(text).toMatch(
      new RegExp(`${owner} (left )?${number} ${rounded(totals.cost.byOwner[owner] ?? '0')} `),
    );
  }
  for (const amount of Object.values(totals.cost.byMonth)) expect(text).toContain(` ${rounded(amount)} `);
  expect(text).toContain(`add up to each month&#39;s total: ${rounded(totals.cost.all)} USD`);
});

test('it holds every resource, with its tags, what lacks an owner first', () => {
  const rows = rowsIn(page);
  const plain = rows.map(({ accountName: _name, text: _text, tags, ...row }): ReportedResource => {
    const name = row.name === null ? [] : [{ key: 'Name', value: row.name }];
    const owner = 'owner' in row.ownership ? [{ key: 'Owner', value: row.ownership.owner }] : [];
    return { ...row, tags: [...name, ...owner, ...tags] };
  });
  const byArn = (all: ReportedResource[]): ReportedResource[] => all.sort((a, b) => (a.arn < b.arn ? -1 : 1));
  expect(byArn(plain)).toEqual(byArn(resources()));
  const isFine = rows.map(({ ownership: { is } }) => is === 'owned' || is === 'accepted');
  expect(isFine.indexOf(true)).toBe(isFine.filter((one) => !one).length);
});

test('above the most rows it holds what lacks an owner, and says what it leaves out', () => {
  const large = pageOf(aReport(), resources(), 499);
  const { owned = 0, accepted = 0 } = totals.byStatus;
  expect(rowsIn(large)).toHaveLength(500 - owned - accepted);
  expect(rowsIn(large).map(({ ownership }) => ownership.is)).not.toContain('owned');
  expect(readable(large)).toContain(
    `The other ${owned + accepted}, owned or accepted, are only in the numbers above`,
  );
  expect(readable(large)).toContain(`${owned} of the ${totals.needOwner} resources`);
  expect(rowsIn(pageOf(aReport(), resources(), 500))).toHaveLength(500);
});

test('a Region that failed is shown with its reason, as is one that was read in part', () => {
  expect(text).toContain('1 Region could not be read: what is there is missing from every number.');
  expect(text).toContain('teaching ap-south-1 failed AccessDenied: the role cannot be assumed');
  expect(text).toContain('nanopore eu-west-1 in part What was never tagged is left out.');
});

test('a sub-account of which a part or nothing was read is never shown as empty', () => {
  expect(text).toMatch(/nanopore in part \d/);
  const place = { accountId: '111122223333', region: 'us-west-2' };
  const failed = { ...place, collected: { is: 'failed' as const, reason: 'throttled' } };
  const others = aReport().regions.filter(({ accountId }) => accountId !== place.accountId);
  const elsewhere = resources().filter(({ accountId }) => accountId !== place.accountId);
  const some = readable(
    pageOf(aReport({ regions: [failed, ...others], costs: { missing: 'x' } }), elsewhere),
  );
  expect(some).toContain('genome-browser not read – – ');
  const nothing = readable(pageOf(aReport({ regions: [failed], costs: { missing: 'x' }, weeks: [] }), []));
  expect(nothing).toContain('Nothing could be read, so it is not known who owns what.');
  expect(nothing).not.toContain('needs an owner');
  expect(nothing).not.toMatch(/\b0\b(?! of 1 Region)/);
});

describe('the line of weeks', () => {
  const week = (day: string, owned: number, ...failed: string[]) => ({ day, resources: 100, owned, failed });
  const regions = aReport().regions.filter(({ collected }) => collected.is !== 'failed');
  const chartOf = (...weeks: Week[]) => {
    const written = pageOf(aReport({ weeks, regions }), resources());
    return /<figure><figcaption>Owned share, by week[\s\S]*?<\/figure>/.exec(written)?.[0] ?? '';
  };
  const linesIn = (chart: string) =>
    [...chart.matchAll(/<polyline class="line" points="([^"]*)"/g)].map(
      ([, points = '']) => points.split(' ').length,
    );

  test('passes by a week in which a Region could not be read, whose point is hollow and says so', () => {
    const chart = chartOf(
      week('2026-11-06', 50),
      week('2026-11-13', 20, '1 us-west-2'),
      week('2026-11-20', 60),
    );
    expect(linesIn(chart)).toEqual([3, 1]);
    expect(chart.match(/class="dot hollow"/g)).toHaveLength(1);
    expect(chart).toContain('2026-11-13: 20.0%, 20 of 100; 1 Region could not be read');
    expect(chart).toContain('some Regions could not be read. A line joins weeks that compare.');
    expect(chart).toContain('aria-label="Owned share: 50.0% on 2026-11-06,');
  });

  test('joins weeks from which the same is missing', () => {
    const chart = chartOf(week('2026-11-13', 20, '2 a', '1 b'), week('2026-11-20', 25, '1 b', '2 a'));
    expect(linesIn(chart)).toEqual([2, 1]);
  });

  test('says nothing of hollow points where there are none', () => {
    const chart = chartOf(week('2026-11-13', 20));
    expect(linesIn(chart)).toEqual([2]);
    expect(chart).not.toContain('hollow');
  });
});

describe('a bar', () => {
  const [one] = resources();
  if (!one) throw new Error('the fixture has resources');
  const as = (...all: ReportedResource['ownership'][]): ReportedResource[] =>
    all.map((ownership) => ({ ...one, ownership }));
  const UNREAD = { is: 'unread', reason: 'AccessDenied' } as const;

  test('shows what is in no share apart from what is not owned', () => {
    const written = pageOf(
      aReport({ costs: { missing: 'x' } }),
      as({ is: 'owned', owner: 'ann@ucsc.edu' }, { is: 'unowned' }, UNREAD, UNREAD),
    );
    const [, share, bar = ''] =
      /share-cell">([^<]*)<.*?<svg class="bar"[^>]*>(.*?)<\/svg>/.exec(written) ?? [];
    const parts = [...bar.matchAll(/class="(\w+)" x="[^"]*" width="([^"]*)"/g)].map(([, ...part]) => part);
    expect([share, ...parts]).toEqual(['50.0%', ['fill', '25.00%'], ['rest', '25.00%'], ['apart', '50.00%']]);
    expect(readable(written)).toContain('not owned in no share: accepted by an exemption, or not readable');
  });

  test('has no third part where all resources need an owner', () => {
    const written = pageOf(aReport({ costs: { missing: 'x' } }), as({ is: 'unowned' }));
    expect(written).not.toContain('<rect class="apart"');
    expect(readable(written)).not.toContain('in no share');
  });
});

test('where users are not known, nobody is said to be none', () => {
  const regions = aReport().regions.map((one) => ({ ...one, usersUnknown: true as const }));
  const none = resources().filter(({ ownership }) => ownership.is !== 'departed');
  const unknown = readable(pageOf(aReport({ regions, costs: { missing: 'x' } }), none));
  expect(unknown).toContain('Left – who is a user is not known here');
  expect(readable(pageOf(aReport(), none))).toContain('Left 0 owner is no longer a user');
});

test('what Cost Explorer adds to no group is no owner and no sub-account', () => {
  const { costs } = aReport();
  if ('missing' in costs) throw new Error('the fixture has costs');
  const difference = { owner: DIFFERENCE, accountId: '', month: '2026-10', amount: '1.5' };
  const odd = readable(
    pageOf(aReport({ costs: { ...costs, rows: [...costs.rows, difference] } }), resources()),
  );
  expect(odd).toContain('1 more owner has costs,');
  expect(odd).toContain('October 2026: 1.50 USD of the total are of no owner and no sub-account.');
  expect(odd).toContain(`${DIFFERENCE} of nobody`);
});

test('Regions of a sub-account that failed for one reason are one row', () => {
  const failedIn = (region: string) => ({
    accountId: '111122223333',
    region,
    collected: { is: 'failed' as const, reason: 'throttled' },
  });
  const grouped = readable(pageOf(aReport({ regions: ['us-east-1', 'global'].map(failedIn) }), resources()));
  expect(grouped).toContain('genome-browser us-east-1, global failed throttled');
  expect(grouped).toContain('0 of 2 Regions of 4 sub-accounts were read completely.');
});

test('at a glance it says what all of it costs: so far, last month, usually, and in all', () => {
  const { byMonth, all } = totals.cost;
  const whole = Object.entries(byMonth).filter(([month]) => month < '2026-11');
  const mean = whole.reduce((sum, [, amount]) => sum + Number(amount), 0) / whole.length;
  expect(text).toContain(
    [
      `November 2026 so far ${rounded(byMonth['2026-11'] ?? '')}`,
      `October 2026 ${rounded(byMonth['2026-10'] ?? '')}`,
      `Average of ${whole.length} months ${rounded(mean.toFixed(2))}`,
      `In 12 months ${rounded(all)}`,
    ].join(' '),
  );
});

test('without costs it says how to get them, and draws none', () => {
  const without = pageOf(aReport({ costs: { missing: 'Set billing in the configuration.' } }), resources());
  expect(readable(without)).toContain('Costs Set billing in the configuration.');
  expect(readable(without)).not.toContain('USD');
});

test('a page of nothing is a page', () => {
  const empty = readable(pageOf(aReport({ regions: [], weeks: [], costs: { missing: 'None.' } }), []));
  expect(empty).toContain('No resource here needs an owner.');
  expect(empty).toContain('There is no resource to show.');
});

test('its policy lets nothing be loaded, and no script or style run but its own', () => {
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const rules = policy.replaceAll('&#39;', "'").split('; ');
  const hashOf = (pattern: RegExp): string =>
    `'sha256-${createHash('sha256')
      .update(pattern.exec(page)?.[1] ?? '')
      .digest('base64')}'`;
  expect(rules).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(/<script type="module">([\s\S]*?)<\/script>/)}`,
    `style-src ${hashOf(/<style>([\s\S]*?)<\/style>/)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).not.toMatch(/<(link|img|iframe|script|a)[^>]*\b(src|href)="(?!#|data:,")/);
});

test('its script is one script: no import and no export is left of its files', () => {
  const [, script = ''] = /<script type="module">([\s\S]*?)<\/script>/.exec(page) ?? [];
  expect(script).not.toMatch(/^\s*(import|export)\b/m);
  for (const name of ['tagCommands', 'csvRow', 'rowsOf', 'class Grid', 'class Resources']) {
    expect(script).toContain(name);
  }
});
