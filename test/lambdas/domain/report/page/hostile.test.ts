import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../../../../../lambdas/domain/report/page/browser/rows.ts';
import { renderPage } from '../../../../../lambdas/domain/report/page/render-page.ts';
import type { Ownership, ReportedResource } from '../../../../../lambdas/domain/report/report.ts';
import { rowsIn } from '../../../../rows-in.ts';
import { aReport } from '../fixture/a-report.ts';

/** What an attacker, or a careless person, may write into a tag. */
const hostile = fc.oneof(
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '<!--',
    ']]>',
    '&lt;b&gt;',
    '=HYPERLINK("http://x","y")',
    '+1+cmd|" /C calc"!A0',
    '@SUM(1)',
    '-2+3',
    '\t=1',
    '＝1',
    'a,b"c\r\nd',
    '\u202egpj.exe\u202c',
    '\u2066x\u2069\u2069',
    'ש\u200f',
    '__proto__',
    'constructor',
    '',
    'x'.repeat(256),
    '<'.repeat(256),
    '\0\b\u2028',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 256 }),
);

const ownership: fc.Arbitrary<Ownership> = fc.oneof(
  fc.record({ is: fc.constantFrom('owned' as const, 'departed' as const), owner: hostile }),
  fc.record({ is: fc.constant('invalid' as const), key: hostile, value: hostile }),
  fc.constant({ is: 'unowned' as const }),
  fc.record({ is: fc.constant('accepted' as const), reason: hostile, until: hostile }),
  fc.record({ is: fc.constant('unread' as const), reason: hostile }),
);

const resource: fc.Arbitrary<ReportedResource> = fc.record({
  arn: hostile,
  accountId: hostile,
  region: hostile,
  resourceType: hostile,
  name: fc.option(hostile),
  tags: fc.array(fc.record({ key: hostile, value: hostile }), { maxLength: 3 }),
  ownership,
  idle: fc.option(
    fc.oneof(
      fc.record({ is: fc.constant('stopped' as const), since: fc.option(hostile) }),
      fc.constant({ is: 'unattached' as const }),
    ),
  ),
});

const report = fc
  .record({ name: hostile, reason: hostile, owner: hostile, service: hostile, missing: hostile })
  .map(({ name, reason, owner, service, missing }) =>
    aReport({
      subAccounts: [{ accountId: '1', name }],
      regions: [
        { accountId: '1', region: name, collected: { is: 'failed', reason } },
        { accountId: '1', region: reason, collected: { is: 'partial', resources: 1, leavesOut: reason } },
      ],
      costs:
        missing.length > 9
          ? { missing }
          : {
              currency: 'USD',
              rows: [{ owner, accountId: '1', month: '2026-10', amount: '5' }],
              totals: [{ month: '2026-10', amount: '5', isOpen: false }],
              withoutOwner: [{ month: '2026-10', service, recordType: reason, amount: '1' }],
              notes: [missing],
            },
    }),
  );

/** A tag as the page writes one: attributes are quoted, and hold no quote, no bracket and nothing that would run. */
const TAG = /^<(?:\/?[a-z][a-z0-9]*(?: (?!on)[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*\/?|!doctype html)>/;

const ELEMENTS =
  /^<\/?(a|bdi|body|circle|d[dlt]|div|em|figcaption|figure|g|h[1-3]|header|head|html|details|summary|caption|table|t[rhd]|thead|tbody|li|ul|line|link|main|meta|p|polyline|rect|script|section|span|strong|style|svg|text|time|title|!doctype)\b/;

const pageOf = (...given: Parameters<typeof renderPage>): string => [...renderPage(...given)].join('');

/** The page without its own script and style. */
const markupOf = (page: string): string =>
  page
    .replace(/(<style>)[\s\S]*?(<\/style>)/, '$1$2')
    .replace(/(<script type="module">)[\s\S]*(<\/script>)/, '$1$2');

test('no value becomes markup, turns the text around it, or is lost', () => {
  fc.assert(
    fc.property(report, fc.array(resource, { maxLength: 6 }), (given, resources) => {
      const page = pageOf(given, resources);
      const markup = markupOf(page);
      const rests = [...markup.matchAll(/</g)].map(({ index }) => markup.slice(index, index + 2500));
      expect(rests.filter((rest) => !TAG.test(rest) || !ELEMENTS.test(rest))).toEqual([]);
      expect(markup).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      expect(markup.match(/<script/g)).toHaveLength(
        rowsIn(page).length > 0 ? 3 + Number(isMixed(resources)) : 2,
      );
      const arns = (all: readonly { readonly arn: string }[]): string[] => all.map(({ arn }) => arn).sort();
      expect(arns(rowsIn(page))).toEqual(arns(resources));
    }),
    { numRuns: 60 },
  );
});

/** Whether both packs of rows, what lacks an owner and the rest, have some. */
const isMixed = (resources: readonly ReportedResource[]): boolean => {
  const fine = resources.filter(({ ownership: { is } }) => is === 'owned' || is === 'accepted').length;
  return fine > 0 && fine < resources.length;
};

/** Reads a CSV file as RFC 4180 says. */
const parseCsv = (text: string): string[][] => {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (const [whole, quoted, plain = '', end] of text.matchAll(pattern)) {
    if (whole === '' && end === '') break;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
};

test('no cell of the CSV file is a formula, and each holds its value', () => {
  fc.assert(
    fc.property(fc.array(resource, { minLength: 1, maxLength: 6 }), (resources) => {
      const rows = rowsIn(pageOf(aReport(), resources));
      const cells = parseCsv([...csvOf(rows, 'Owner')].join('').slice(1));
      expect(cells).toHaveLength(rows.length + 1);
      for (const [index, row] of rows.entries()) {
        const line = cells[index + 1] ?? [];
        expect(line).toHaveLength(11);
        for (const cell of line) {
          expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+@＝＋－＠]|^[\t\r\n]/u);
          expect(/^-/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)).toBe(false);
        }
        expect([row.arn, `'${row.arn}`]).toContain(line[0]);
        expect([row.name ?? '', `'${row.name}`]).toContain(line[5]);
      }
    }),
    { numRuns: 60 },
  );
});
