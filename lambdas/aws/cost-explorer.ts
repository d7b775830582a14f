import {
  type CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandOutput,
  type GroupDefinition,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import { type CostAnswers, type Grouped, type Months, USAGE } from '../domain/report/costs.ts';

/** What costs are asked for. */
export type CostQuery = {
  readonly accountIds: readonly string[];
  readonly ownerKey: string;
  readonly months: Months;
};

/**
 * Asks Cost Explorer. Each request, that of a page too, costs 0.01 US dollars.
 * https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/
 */
export type ReadCosts = (query: CostQuery) => Promise<CostAnswers>;

/** Cost Explorer has one endpoint: https://docs.aws.amazon.com/general/latest/gr/billing.html */
export const COST_EXPLORER_REGION = 'us-east-1';

/** Answers in two currencies, which nothing here can add. */
export class CurrenciesDiffer extends Error {
  override readonly name = 'CurrenciesDiffer';
  constructor(currencies: readonly string[]) {
    super(`Cost Explorer answers in several currencies: ${currencies.join(', ')}.`);
  }
}

const METRIC = 'UnblendedCost';

type Asked = { readonly filter: Expression; readonly groupBy: readonly GroupDefinition[] };

const account: GroupDefinition = { Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' };
const tag = (key: string): GroupDefinition => ({ Type: 'TAG', Key: key });

/** Reads all pages of the answer to one question. */
const ask = async (
  ce: Pick<CostExplorerClient, 'send'>,
  { filter, groupBy }: Asked,
  months: Months,
  viewArn: string | null,
): Promise<ResultByTime[]> => {
  const results: ResultByTime[] = [];
  let token: string | undefined;
  do {
    const page: GetCostAndUsageCommandOutput = await ce.send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: months.from, End: months.until },
        Granularity: 'MONTHLY',
        Metrics: [METRIC],
        Filter: filter,
        ...(groupBy.length > 0 ? { GroupBy: [...groupBy] } : {}),
        ...(viewArn === null ? {} : { BillingViewArn: viewArn }),
        ...(token === undefined ? {} : { NextPageToken: token }),
      }),
    );
    results.push(...(page.ResultsByTime ?? []));
    token = page.NextPageToken;
  } while (token);
  return results;
};

const monthOf = ({ TimePeriod }: ResultByTime): string => (TimePeriod?.Start ?? '').slice(0, 7);

const totalOf = (result: ResultByTime) => ({
  month: monthOf(result),
  amount: result.Total?.[METRIC]?.Amount ?? '0',
  isOpen: result.Estimated ?? false,
});

const groupsIn = (results: readonly ResultByTime[]): Grouped[] =>
  results.flatMap((result) =>
    (result.Groups ?? []).map(({ Keys = [], Metrics }) => ({
      month: monthOf(result),
      keys: Keys,
      amount: Metrics?.[METRIC]?.Amount ?? '0',
    })),
  );

const currenciesIn = (results: readonly ResultByTime[]): string[] =>
  results
    .flatMap(({ Total, Groups = [] }) => [Total, ...Groups.map(({ Metrics }) => Metrics)])
    .flatMap((metrics) => metrics?.[METRIC]?.Unit ?? [])
    // `N/A` is the unit of what has none.
    .filter((unit) => /^[A-Z]{3}$/.test(unit));

/**
 * Asks Cost Explorer five questions about the same accounts and months: without groups, by account, by Owner and account, and
 * what has no Owner, of which usage is by service and all else by record type. A query has two groups at most.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
 *
 * @param viewArn the billing view to read; null for what the account itself shows
 */
export const costReader =
  (ce: Pick<CostExplorerClient, 'send'>, viewArn: string | null): ReadCosts =>
  async ({ accountIds, ownerKey, months }) => {
    const ofAccounts: Expression = { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [...accountIds] } };
    const withoutOwner: Expression = { Tags: { Key: ownerKey, MatchOptions: ['ABSENT'] } };
    const isUsage: Expression = { Dimensions: { Key: 'RECORD_TYPE', Values: [USAGE] } };
    const of = (asked: Asked) => ask(ce, asked, months, viewArn);
    const totals = await of({ filter: ofAccounts, groupBy: [] });
    const accounts = await of({ filter: ofAccounts, groupBy: [account] });
    const owners = await of({ filter: ofAccounts, groupBy: [tag(ownerKey), account] });
    const usage = await of({
      filter: { And: [ofAccounts, withoutOwner, isUsage] },
      groupBy: [account, { Type: 'DIMENSION', Key: 'SERVICE' }],
    });
    const others = await of({
      filter: { And: [ofAccounts, withoutOwner, { Not: isUsage }] },
      groupBy: [account, { Type: 'DIMENSION', Key: 'RECORD_TYPE' }],
    });
    const currencies = [...new Set([totals, accounts, owners, usage, others].flatMap(currenciesIn))];
    if (currencies.length > 1) throw new CurrenciesDiffer(currencies);
    return {
      currency: currencies[0] ?? 'USD',
      totals: totals.map(totalOf),
      accounts: groupsIn(accounts),
      owners: groupsIn(owners),
      usage: groupsIn(usage),
      others: groupsIn(others),
    };
  };

/** What one Owner cost, month by month, in order of time. */
export type OwnerCosts = {
  readonly currency: string;
  readonly months: readonly { readonly month: string; readonly amount: string; readonly isOpen: boolean }[];
};

/** Asks Cost Explorer what has one Owner. One request. */
export const costOfOwner =
  (ce: Pick<CostExplorerClient, 'send'>, viewArn: string | null) =>
  async ({
    accountIds,
    ownerKey,
    owner,
    months,
  }: CostQuery & { readonly owner: string }): Promise<OwnerCosts> => {
    const filter: Expression = {
      And: [
        { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [...accountIds] } },
        { Tags: { Key: ownerKey, Values: [owner] } },
      ],
    };
    const results = await ask(ce, { filter, groupBy: [] }, months, viewArn);
    return { currency: currenciesIn(results)[0] ?? 'USD', months: results.map(totalOf) };
  };
