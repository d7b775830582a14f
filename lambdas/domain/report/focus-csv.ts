import { sumOf } from './amount.ts';
import { DIFFERENCE, USAGE } from './costs.ts';
import { csvRow } from './csv.ts';
import type { CostRow, Costs } from './report.ts';

/**
 * Columns of FOCUS 1.2 that Cost Explorer's answers fill honestly. What it does not show, such as SKUs and list prices, is left out
 * rather than guessed. https://focus.finops.org/focus-specification/v1-2/
 */
const COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ProviderName',
  'ServiceName',
  'SubAccountId',
  'SubAccountName',
  'Tags',
] as const;

type Column = (typeof COLUMNS)[number];

/** AWS's record types in the words of FOCUS. One that fits none, or several, has no category. */
const CATEGORIES: Readonly<Record<string, string>> = {
  Usage: 'Usage',
  DiscountedUsage: 'Usage',
  SavingsPlanCoveredUsage: 'Usage',
  Tax: 'Tax',
  Credit: 'Credit',
  RIFee: 'Purchase',
  Fee: 'Purchase',
  SavingsPlanRecurringFee: 'Purchase',
  SavingsPlanUpfrontFee: 'Purchase',
};

const startOf = (month: string): string => `${month}-01T00:00:00Z`;

const endOf = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number)).toISOString().replace('.000', '');
};

/** What a charge is, besides its account, month and amount. */
type Charge = Partial<
  Readonly<Record<'ChargeCategory' | 'ChargeDescription' | 'ServiceName' | 'Tags', string>>
> &
  Pick<CostRow, 'accountId' | 'month' | 'amount'>;

type Detail = Costs['withoutOwner'][number];

const ofDetail = ({ accountId = '', month, amount, service, recordType }: Detail): Charge => ({
  accountId,
  month,
  amount,
  ChargeCategory: CATEGORIES[recordType] ?? '',
  ChargeDescription: recordType === USAGE ? '' : recordType,
  ServiceName: recordType === USAGE ? service : '',
  Tags: '{}',
});

const ofRow = ({ owner, accountId, month, amount }: CostRow, ownerKey: string): Charge => ({
  accountId,
  month,
  amount,
  ChargeDescription: owner === DIFFERENCE ? DIFFERENCE : '',
  Tags: owner === null || owner === DIFFERENCE ? '{}' : JSON.stringify({ [ownerKey]: owner }),
});

/** What has no Owner, by service and record type where these add up to it, else in one row: no amount counts twice. */
const chargesOf = (row: CostRow, { withoutOwner }: Costs, ownerKey: string): Charge[] => {
  if (row.owner !== null) return [ofRow(row, ownerKey)];
  const details = withoutOwner.filter(
    ({ accountId, month }) => accountId === row.accountId && month === row.month,
  );
  return sumOf(details.map(({ amount }) => amount)) === sumOf([row.amount])
    ? details.map(ofDetail)
    : [ofRow(row, ownerKey)];
};

/** Costs as a CSV file in the columns of FOCUS, row by row. Amounts are exact, and add up to the costs' totals. */
export function* focusCsv(
  costs: Costs,
  {
    ownerKey,
    names,
    payerAccountId,
  }: {
    readonly ownerKey: string;
    /** The names of the sub-accounts, by id. */
    readonly names: ReadonlyMap<string, string>;
    /** Null if it is not known: a billing view does not name it. */
    readonly payerAccountId: string | null;
  },
): Generator<string> {
  yield csvRow(COLUMNS);
  for (const row of costs.rows) {
    for (const { accountId, month, amount, ...charge } of chargesOf(row, costs, ownerKey)) {
      const cells: Readonly<Partial<Record<Column, string>>> = {
        ...charge,
        BilledCost: sumOf([amount]),
        BillingAccountId: payerAccountId ?? '',
        BillingCurrency: costs.currency,
        BillingPeriodStart: startOf(month),
        BillingPeriodEnd: endOf(month),
        ChargePeriodStart: startOf(month),
        ChargePeriodEnd: endOf(month),
        ProviderName: 'AWS',
        SubAccountId: accountId,
        SubAccountName: names.get(accountId) ?? '',
      };
      yield csvRow(COLUMNS.map((column) => cells[column] ?? ''));
    }
  }
}
