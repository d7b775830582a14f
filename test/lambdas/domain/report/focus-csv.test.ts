import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sumOf } from '../../../../lambdas/domain/report/amount.ts';
import { DIFFERENCE } from '../../../../lambdas/domain/report/costs.ts';
import { focusCsv } from '../../../../lambdas/domain/report/focus-csv.ts';
import type { Costs } from '../../../../lambdas/domain/report/report.ts';

const LAB = '422448306679';
const SANDBOX = '111122223333';

const costs: Costs = {
  currency: 'USD',
  rows: [
    { owner: 'alice@ucsc.edu', accountId: LAB, month: '2026-12', amount: '60.1000000001' },
    { owner: null, accountId: LAB, month: '2026-12', amount: '-9.5' },
    { owner: null, accountId: SANDBOX, month: '2026-12', amount: '3' },
    { owner: DIFFERENCE, accountId: '', month: '2026-12', amount: '1.5E-7' },
  ],
  totals: [],
  withoutOwner: [
    { accountId: LAB, month: '2026-12', service: 'Amazon S3', recordType: 'Usage', amount: '10.5' },
    { accountId: LAB, month: '2026-12', service: 'all services', recordType: 'Credit', amount: '-20' },
    { accountId: SANDBOX, month: '2026-12', service: 'Amazon S3', recordType: 'Usage', amount: '2' },
  ],
  notes: [],
};

const asked = {
  ownerKey: 'Owner',
  names: new Map([
    [LAB, 'lab'],
    [SANDBOX, '=cmd()'],
  ]),
  payerAccountId: '222233334444',
};

/** A reader of CSV that knows quotes and nothing else. */
const cellsIn = (csv: string): string[][] =>
  csv
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );

const records = (of: Costs): Record<string, string>[] => {
  const [head = [], ...rows] = cellsIn([...focusCsv(of, asked)].join(''));
  return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
};

test("a row has FOCUS's columns, for a month in UTC, with the exact amount", () => {
  expect(records(costs)[0]).toEqual({
    BilledCost: '60.1000000001',
    BillingAccountId: '222233334444',
    BillingCurrency: 'USD',
    BillingPeriodStart: '2026-12-01T00:00:00Z',
    BillingPeriodEnd: '2027-01-01T00:00:00Z',
    ChargePeriodStart: '2026-12-01T00:00:00Z',
    ChargePeriodEnd: '2027-01-01T00:00:00Z',
    ChargeCategory: '',
    ChargeDescription: '',
    ProviderName: 'AWS',
    ServiceName: '',
    SubAccountId: LAB,
    SubAccountName: 'lab',
    Tags: '{"Owner":"alice@ucsc.edu"}',
  });
});

test('what has no Owner is by service and category where these add up to it, else one row', () => {
  const without = records(costs).filter(({ Tags }) => Tags === '{}');
  expect(
    without.map(({ SubAccountId, ServiceName, ChargeCategory, ChargeDescription, BilledCost }) => [
      SubAccountId,
      ServiceName,
      ChargeCategory,
      ChargeDescription,
      BilledCost,
    ]),
  ).toEqual([
    [LAB, 'Amazon S3', 'Usage', '', '10.5'],
    [LAB, '', 'Credit', 'Credit', '-20'],
    [SANDBOX, '', '', '', '3'],
    ['', '', '', DIFFERENCE, '0.00000015'],
  ]);
});

test('no cell is a formula for a spreadsheet', () => {
  expect(records(costs).find(({ SubAccountId }) => SubAccountId === SANDBOX)?.SubAccountName).toBe("'=cmd()");
});

test('the rows add up to the costs, whatever the Owner is called', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.integer(), fc.nat({ max: 10 }))),
      (owners) => {
        const rows = owners.map(([owner, units, places]) => ({
          owner: owner.replaceAll('\r\n', ''),
          accountId: LAB,
          month: '2026-01',
          amount: `${units}E-${places}`,
        }));
        const read = records({ ...costs, rows });
        expect(sumOf(read.map(({ BilledCost = '' }) => BilledCost))).toBe(
          sumOf(rows.map(({ amount }) => amount)),
        );
        expect(read.map(({ Tags = '' }) => JSON.parse(Tags))).toEqual(
          rows.map(({ owner }) => ({ Owner: owner })),
        );
      },
    ),
  );
});
