import { describe, expect, test } from '@jest/globals';
import { differenceOf, sumOf } from '../../../../lambdas/domain/report/amount.ts';
import {
  type CostAnswers,
  costsIn,
  costsOfAccounts,
  DIFFERENCE,
  twelveMonths,
} from '../../../../lambdas/domain/report/costs.ts';
import type { Costs } from '../../../../lambdas/domain/report/report.ts';

const LAB = '422448306679';
const SANDBOX = '111122223333';

/** October, invoiced, and November, still open, of two accounts. */
const answers: CostAnswers = {
  currency: 'USD',
  totals: [
    { month: '2026-10', amount: '111.0000000003', isOpen: false },
    { month: '2026-11', amount: '7.5', isOpen: true },
  ],
  accounts: [
    { month: '2026-10', keys: [LAB], amount: '101.0000000003' },
    { month: '2026-10', keys: [SANDBOX], amount: '10' },
    { month: '2026-11', keys: [LAB], amount: '7.5' },
  ],
  owners: [
    { month: '2026-10', keys: ['Owner$alice@ucsc.edu', LAB], amount: '60.1000000001' },
    { month: '2026-10', keys: ['Owner$', LAB], amount: '40.9000000002' },
    { month: '2026-10', keys: ['Owner$alice@ucsc.edu', SANDBOX], amount: '10.0000000000' },
    { month: '2026-11', keys: ['Owner$who$knows', LAB], amount: '7.5' },
    { month: '2026-11', keys: ['Owner$', SANDBOX], amount: '0.0000000000' },
  ],
  usage: [{ month: '2026-10', keys: [LAB, 'Amazon Simple Storage Service'], amount: '50.9000000002' }],
  others: [
    { month: '2026-10', keys: [LAB, 'Credit'], amount: '-20' },
    { month: '2026-10', keys: [LAB, 'Tax'], amount: '10' },
  ],
};

const ofMonth = (costs: Costs, month: string) =>
  sumOf(costs.rows.filter((row) => row.month === month).map(({ amount }) => amount));

const addUp = (costs: Costs) =>
  costs.totals.map(({ month, amount }) => differenceOf(ofMonth(costs, month), amount) === '0');

describe('costs', () => {
  const costs = costsIn(answers, 'Owner');

  test('are by owner, account and month; what has no Owner is a row; what is zero is none', () => {
    expect(costs.rows).toEqual([
      { owner: 'alice@ucsc.edu', accountId: LAB, month: '2026-10', amount: '60.1000000001' },
      { owner: null, accountId: LAB, month: '2026-10', amount: '40.9000000002' },
      { owner: 'alice@ucsc.edu', accountId: SANDBOX, month: '2026-10', amount: '10.0000000000' },
      { owner: 'who$knows', accountId: LAB, month: '2026-11', amount: '7.5' },
    ]);
  });

  test('add up to the totals exactly', () => {
    expect(addUp(costs)).toEqual([true, true]);
  });

  test('say what has no Owner, by service or by record type, and add up to it', () => {
    expect(costs.withoutOwner).toEqual([
      {
        accountId: LAB,
        month: '2026-10',
        service: 'Amazon Simple Storage Service',
        recordType: 'Usage',
        amount: '50.9000000002',
      },
      { accountId: LAB, month: '2026-10', service: 'all services', recordType: 'Credit', amount: '-20' },
      { accountId: LAB, month: '2026-10', service: 'all services', recordType: 'Tax', amount: '10' },
    ]);
    expect(sumOf(costs.withoutOwner.map(({ amount }) => amount))).toBe('40.9000000002');
  });

  test('say where an invoice differs', () => {
    expect(costs.notes).toEqual([
      expect.stringContaining('unblended'),
      'Not invoiced yet, so amounts may still change: 2026-11.',
      'An invoice shows these apart; here they are in what has no Owner: Tax USD 10.00, Credit USD −20.00.',
    ]);
  });
});

test('where groups do not add up to the total, the difference is a row, and is said', () => {
  const totals = answers.totals.map((one) => (one.isOpen ? one : { ...one, amount: '110.5' }));
  const costs = costsIn({ ...answers, totals }, 'Owner');
  expect(costs.rows.at(-1)).toEqual({
    owner: DIFFERENCE,
    accountId: '',
    month: '2026-10',
    amount: '-0.5000000003',
  });
  expect(addUp(costs)).toEqual([true, true]);
  expect(costs.notes.join('\n')).toContain('do not add up to its total for 2026-10');
});

test('a month that has groups and no total is a difference too', () => {
  const costs = costsIn({ ...answers, totals: answers.totals.slice(1) }, 'Owner');
  expect(costs.rows.at(-1)).toMatchObject({ owner: DIFFERENCE, month: '2026-10', amount: '-111.0000000003' });
});

test('without any Owner, the costs say how the tag is activated', () => {
  const owners = answers.accounts.map(({ month, keys: [account = ''], amount }) => ({
    month,
    keys: ['Owner$', account],
    amount,
  }));
  expect(costsIn({ ...answers, owners }, 'Owner').notes.at(-1)).toContain('npm run cost-tag');
  expect(costsIn(answers, 'Owner').notes.join()).not.toContain('npm run cost-tag');
});

test("the costs of one account hold no other's, and add up to its own totals", () => {
  const costs = costsOfAccounts(costsIn(answers, 'Owner'), new Set([SANDBOX]), 'Owner');
  expect(costs.totals).toEqual([
    { month: '2026-10', amount: '10', isOpen: false },
    { month: '2026-11', amount: '0', isOpen: true },
  ]);
  expect(addUp(costs)).toEqual([true, true]);
  expect(JSON.stringify(costs)).not.toContain(LAB);
  expect(costs.notes.join()).not.toContain('Credit');
});

test('an account whose groups do not add up to its own total has the difference in its own costs', () => {
  const accounts = answers.accounts.map((one) => (one.keys[0] === SANDBOX ? { ...one, amount: '11' } : one));
  const costs = costsOfAccounts(costsIn({ ...answers, accounts }, 'Owner'), new Set([SANDBOX]), 'Owner');
  expect(costs.rows.at(-1)).toMatchObject({ owner: DIFFERENCE, amount: '1' });
});

test.each([
  ['2026-11-27T17:00:00Z', { from: '2025-12-01', until: '2026-12-01' }],
  ['2026-12-31T23:59:59Z', { from: '2026-01-01', until: '2027-01-01' }],
  ['2026-01-01T00:00:00Z', { from: '2025-02-01', until: '2026-02-01' }],
])('twelve months at %s are %j', (now, months) => {
  expect(twelveMonths(new Date(now))).toEqual(months);
});
