import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { rounded } from '../../../../../lambdas/domain/report/amount.ts';
import { renderPage } from '../../../../../lambdas/domain/report/page/render-page.ts';
import type { ReportedResource } from '../../../../../lambdas/domain/report/report.ts';
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
  expect(text).toContain(tile('Owned', owned, 'by a user of the gateway', 'owned'));
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

test('without costs it says how to get them, and draws none', () => {
  const without = pageOf(aReport({ costs: { missing: 'Set billing in the configuration.' } }), resources());
  expect(readable(without)).toContain('Costs Set billing in the configuration.');
  expect(readable(without)).not.toContain('USD');
});

test('a page of nothing is a page', () => {
  const empty = readable(pageOf(aReport({ regions: [], weeks: [], costs: { missing: 'None.' } }), []));
  expect(empty).toContain('No resource here needs an owner.');
  expect(empty).toContain('Nothing to show.');
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
