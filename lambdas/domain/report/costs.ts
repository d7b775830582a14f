import { byAmount, differenceOf, rounded, sumOf } from './amount.ts';
import type { CostRow, Costs } from './report.ts';

/** A decimal text of zero may have any number of digits. */
const isZero = (amount: string): boolean => sumOf([amount]) === '0';

/** An amount of a month, with the values of what the query groups by, in its order. */
export type Grouped = { readonly month: string; readonly keys: readonly string[]; readonly amount: string };

/** What Cost Explorer answered to the questions about the same accounts and months, each with all its pages. */
export type CostAnswers = {
  readonly currency: string;
  /** Without groups. */
  readonly totals: readonly { readonly month: string; readonly amount: string; readonly isOpen: boolean }[];
  /** By account. */
  readonly accounts: readonly Grouped[];
  /** By Owner and account. */
  readonly owners: readonly Grouped[];
  /** Usage without an Owner, by account and service. */
  readonly usage: readonly Grouped[];
  /** Credits, tax and all else without an Owner, by account and record type. */
  readonly others: readonly Grouped[];
};

/** What stands in place of an owner where Cost Explorer's groups do not add up to its total. It is never hidden. */
export const DIFFERENCE = 'difference from the total';

/** What stands in place of a service for credits, tax and others, which Cost Explorer was asked for by record type. */
const ALL_SERVICES = 'all services';

/** The record type of what was used and has a price. */
export const USAGE = 'Usage';

/** Why there are none where nobody asked for them. */
export const NOT_CONFIGURED =
  'There are no costs, because the configuration does not say where to read them. Set billing to the payer account of ' +
  'your organization (docs/configuration.md, "Costs"), deploy its stack, and run npm run cost-tag once.';

/** A day before which and from which costs are asked for: `YYYY-MM-DD`. */
export type Months = { readonly from: string; readonly until: string };

/** The month of `now` and the eleven before it, in UTC, as invoices have them. */
export const twelveMonths = (now: Date): Months => {
  const firstOf = (months: number): string =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months)).toISOString().slice(0, 10);
  return { from: firstOf(-11), until: firstOf(1) };
};

/** Cost Explorer writes a group by a tag as `Owner$alice@ucsc.edu`, and as `Owner$` for what has none. */
const ownerIn = (key: string, ownerKey: string): string | null => key.slice(ownerKey.length + 1) || null;

/** The totals that rows must add up to, and for each month in which they do not, a row with the difference. */
const reconcile = (
  rows: readonly CostRow[],
  totals: Costs['totals'],
): { readonly differences: CostRow[]; readonly months: string[] } => {
  const byMonth = Map.groupBy(rows, ({ month }) => month);
  const months = new Set([...totals.map(({ month }) => month), ...byMonth.keys()]);
  const differences = [...months].sort().flatMap((month): CostRow[] => {
    const total = sumOf(totals.filter((one) => one.month === month).map(({ amount }) => amount));
    const sum = sumOf((byMonth.get(month) ?? []).map(({ amount }) => amount));
    const amount = differenceOf(total, sum);
    return isZero(amount) ? [] : [{ owner: DIFFERENCE, accountId: '', month, amount }];
  });
  return { differences, months: differences.map(({ month }) => month) };
};

/** The sentences that hold for any costs, and those about what is in these. */
const notesOn = (costs: Omit<Costs, 'notes'>, months: readonly string[], ownerKey: string): string[] => {
  const open = costs.totals.filter(({ isOpen }) => isOpen).map(({ month }) => month);
  const apart = Map.groupBy(
    costs.withoutOwner.filter(({ recordType }) => recordType !== USAGE),
    ({ recordType }) => recordType,
  );
  const amounts = [...apart].map(([recordType, those]) => {
    const sum = sumOf(those.map(({ amount }) => amount));
    return { recordType, sum };
  });
  const named = amounts
    .sort((a, b) => byAmount(a.sum, b.sum))
    .map(({ recordType, sum }) => `${recordType} ${costs.currency} ${rounded(sum)}`);
  return [
    'Costs are unblended, as Cost Explorer has them, and not rounded. An invoice rounds, and is in one sum for all accounts.',
    ...(open.length > 0 ? [`Not invoiced yet, so amounts may still change: ${open.join(', ')}.`] : []),
    ...(named.length > 0
      ? [`An invoice shows these apart; here they are in what has no ${ownerKey}: ${named.join(', ')}.`]
      : []),
    ...(months.length > 0
      ? [
          `Cost Explorer's groups do not add up to its total for ${months.join(', ')}: the row "${DIFFERENCE}" has the rest.`,
        ]
      : []),
    ...(costs.rows.length > 0 && costs.rows.every(({ owner }) => owner === null || owner === DIFFERENCE)
      ? [
          `No cost has an ${ownerKey}. If resources have had the tag for more than a day, activate it for cost allocation: npm run cost-tag.`,
        ]
      : []),
  ];
};

/** The costs that Cost Explorer's answers show. Rows add up to the totals exactly. */
export const costsIn = (answers: CostAnswers, ownerKey: string): Costs => {
  const rows = answers.owners
    .filter(({ amount }) => !isZero(amount))
    .map(({ month, keys: [owner = '', accountId = ''], amount }) => ({
      owner: ownerIn(owner, ownerKey),
      accountId,
      month,
      amount,
    }));
  const { differences, months } = reconcile(rows, [...answers.totals]);
  const withoutOwner = [
    ...answers.usage.map(({ month, keys: [accountId = '', service = ''], amount }) => ({
      accountId,
      month,
      service,
      recordType: USAGE,
      amount,
    })),
    ...answers.others.map(({ month, keys: [accountId = '', recordType = ''], amount }) => ({
      accountId,
      month,
      service: ALL_SERVICES,
      recordType,
      amount,
    })),
  ].filter(({ amount }) => !isZero(amount));
  const costs = {
    currency: answers.currency,
    rows: [...rows, ...differences],
    totals: [...answers.totals],
    accountTotals: answers.accounts.map(({ month, keys: [accountId = ''], amount }) => ({
      accountId,
      month,
      amount,
    })),
    withoutOwner,
  };
  return { ...costs, notes: notesOn(costs, months, ownerKey) };
};

/** The costs of these accounts alone, for their program managers: with totals of their own, to which the rows add up. */
export const costsOfAccounts = (all: Costs, accountIds: ReadonlySet<string>, ownerKey: string): Costs => {
  const rows = all.rows.filter(({ accountId }) => accountIds.has(accountId));
  const accountTotals = (all.accountTotals ?? []).filter(({ accountId }) => accountIds.has(accountId));
  const totals = all.totals.map(({ month, isOpen }) => ({
    month,
    isOpen,
    amount: sumOf(accountTotals.filter((one) => one.month === month).map(({ amount }) => amount)),
  }));
  const { differences, months } = reconcile(rows, totals);
  const costs = {
    currency: all.currency,
    rows: [...rows, ...differences],
    totals,
    accountTotals,
    withoutOwner: all.withoutOwner.filter(({ accountId = '' }) => accountIds.has(accountId)),
  };
  return { ...costs, notes: notesOn(costs, months, ownerKey) };
};
