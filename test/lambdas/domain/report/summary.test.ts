import { expect, test } from '@jest/globals';
import { DIFFERENCE } from '../../../../lambdas/domain/report/costs.ts';
import type { Counts } from '../../../../lambdas/domain/report/summary.ts';
import { ownedIn, summarize } from '../../../../lambdas/domain/report/summary.ts';
import { aReport, resources, totals } from './fixture/a-report.ts';

const summary = summarize(aReport(), resources());

/** Counts without those that are zero, as the other program writes them. */
const found = (counts: Counts): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0));

test('the numbers of 500 resources are those that another program reckoned', () => {
  expect(summary.resources).toBe(totals.resources);
  expect(summary.needOwner).toBe(totals.needOwner);
  expect(summary.counts).toEqual(totals.byStatus);
  expect(Math.round((summary.ownedShare ?? 0) * 1000)).toBe(totals.ownedInThousand);
  const named = summary.byOwner.filter(({ is }) => is !== 'invalid');
  expect(Object.fromEntries(named.map((one) => [one.owner, one.resources]))).toEqual(totals.byOwner);
  for (const [ours, theirs] of [
    [summary.bySubAccount, totals.bySubAccount],
    [summary.byRegion, totals.byRegion],
    [summary.byType, totals.byType],
  ] as const) {
    expect(Object.fromEntries(ours.map(({ of, counts }) => [of, found(counts)]))).toEqual(theirs);
  }
});

test('the costs are those that another program reckoned, to the last digit', () => {
  const { cost } = summary;
  expect(cost?.sum.total).toBe(totals.cost.all);
  expect(cost?.lastMonth).toBe('2026-10');
  for (const [kind, amounts] of Object.entries(cost?.by ?? {})) {
    expect([kind, amounts.total]).toEqual([kind, totals.cost.byKind[kind] ?? '0']);
    expect([kind, amounts.lastMonth]).toEqual([kind, totals.cost.byKindInOctober[kind] ?? '0']);
  }
  expect(Object.fromEntries(cost?.byOwner.map(({ owner, total }) => [owner ?? '', total]) ?? [])).toEqual(
    totals.cost.byOwner,
  );
  expect(Object.fromEntries(cost?.bySubAccount.map((one) => [one.accountId, one.total]) ?? [])).toEqual(
    totals.cost.bySubAccount,
  );
  expect(Object.fromEntries(cost?.byMonth.map((one) => [one.month, one.withoutOwner]) ?? [])).toEqual(
    totals.cost.withoutOwnerByMonth,
  );
  expect(cost?.byMonth.map(({ difference }) => difference)).toEqual(cost?.byMonth.map(() => '0'));
});

test('owners and sub-accounts with most come first, and idle resources are counted', () => {
  expect(summary.byOwner.reduce((sum, { idle }) => sum + idle, 0)).toBeLessThan(totals.idle);
  const numbers = summary.byOwner.map((one) => one.resources);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  const amounts = summary.cost?.byOwner.map(({ total }) => Number(total)) ?? [];
  expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
});

test('what Cost Explorer adds to no group is of nobody and of no sub-account, and in the sum', () => {
  const rows = [
    { owner: 'bob@ucsc.edu', accountId: '1', month: '2026-10', amount: '3' },
    { owner: DIFFERENCE, accountId: '', month: '2026-10', amount: '0.25' },
  ];
  const totals = [{ month: '2026-10', amount: '3.25', isOpen: false }];
  const costs = { currency: 'USD', rows, totals, withoutOwner: [], notes: [] };
  const { cost } = summarize({ ownerKey: 'Owner', costs }, []);
  expect(cost?.sum.total).toBe('3.25');
  expect([cost?.by.difference.total, cost?.by.other.total]).toEqual(['0.25', '3']);
  expect(cost?.bySubAccount.map(({ accountId }) => accountId)).toEqual(['1']);
  expect(cost?.byMonth[0]?.difference).toBe('0.25');
});

test('an invalid Owner that costs something has its resources beside it', () => {
  const of = resources().filter(
    ({ ownership: one }) => one.is === 'invalid' && one.key === 'Owner' && one.value === 'toil',
  );
  expect(of.length).toBeGreaterThan(0);
  expect(summary.byOwner.find(({ owner }) => owner === 'toil')).toMatchObject({
    is: 'invalid',
    resources: of.length,
  });
  expect(summary.byOwner.filter(({ is }) => is === 'invalid')).toHaveLength(1);
});

test('without costs there is no cost, and without resources no share', () => {
  const empty = summarize(aReport({ costs: { missing: 'No role.' } }), []);
  expect(empty.cost).toBeNull();
  expect(empty.ownedShare).toBeNull();
});

test('a week keeps the share: what is accepted or unread needs no owner', () => {
  expect(ownedIn(summary.counts)).toEqual({
    resources: totals.needOwner,
    owned: totals.byStatus.owned,
  });
});

test('an invalid value under a key that is spelled otherwise costs without an Owner', () => {
  const [one] = resources().filter(
    ({ ownership }) => ownership.is === 'invalid' && ownership.key === 'owner',
  );
  const rows = [{ owner: 'bob@ucsc.edu', accountId: '1', month: '2026-10', amount: '3' }];
  const costs = { currency: 'USD', rows, totals: [], withoutOwner: [], notes: [] };
  const { cost } = summarize({ ownerKey: 'Owner', costs }, one ? [one] : []);
  expect(cost?.by.invalid.total).toBe('0');
  expect(cost?.by.other.total).toBe('3');
});
