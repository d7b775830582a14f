import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
} from '@aws-sdk/client-cost-explorer';
import { afterEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CurrenciesDiffer, costReader } from '../../../lambdas/aws/cost-explorer.ts';

const LAB = '422448306679';
const SANDBOX = '111122223333';
const query = {
  accountIds: [LAB, SANDBOX],
  ownerKey: 'Owner',
  months: { from: '2025-12-01', until: '2026-12-01' },
};

const cost = (amount: string, unit = 'USD') => ({ UnblendedCost: { Amount: amount, Unit: unit } });
const october = { Start: '2026-10-01', End: '2026-11-01' };
const november = { Start: '2026-11-01', End: '2026-12-01' };

/** What the question groups by, and whether it is about usage alone, or about all but usage. */
const kindOf = ({ GroupBy = [], Filter }: GetCostAndUsageCommandInput): string => {
  const groups = GroupBy.map(({ Key }) => Key).join('+');
  const [, , last] = Filter?.And ?? [];
  return `${groups}${last?.Not ? ' of others' : last ? ' of usage' : ''}`;
};

const mock = mockClient(CostExplorerClient);
afterEach(() => {
  mock.reset();
});

const aCostExplorer = (unit = 'USD') => {
  const asked: GetCostAndUsageCommandInput[] = [];
  mock.on(GetCostAndUsageCommand).callsFake((input: GetCostAndUsageCommandInput) => {
    asked.push(input);
    switch (kindOf(input)) {
      case '':
        return {
          ResultsByTime: [
            { TimePeriod: october, Total: cost('30.25'), Groups: [], Estimated: false },
            { TimePeriod: november, Total: cost('1.0000000001'), Groups: [], Estimated: true },
          ],
        };
      case 'LINKED_ACCOUNT':
        return {
          ResultsByTime: [{ TimePeriod: october, Groups: [{ Keys: [LAB], Metrics: cost('30.25') }] }],
        };
      case 'Owner+LINKED_ACCOUNT':
        return input.NextPageToken === 'second'
          ? {
              ResultsByTime: [
                { TimePeriod: october, Groups: [{ Keys: ['Owner$', LAB], Metrics: cost('20', unit) }] },
              ],
            }
          : {
              ResultsByTime: [
                { TimePeriod: october, Groups: [{ Keys: ['Owner$a@b.c', LAB], Metrics: cost('10.25') }] },
              ],
              NextPageToken: 'second',
            };
      case 'LINKED_ACCOUNT+SERVICE of usage':
        return {
          ResultsByTime: [
            { TimePeriod: october, Groups: [{ Keys: [LAB, 'AmazonS3'], Metrics: cost('25') }] },
          ],
        };
      case 'LINKED_ACCOUNT+RECORD_TYPE of others':
        return {
          ResultsByTime: [{ TimePeriod: october, Groups: [{ Keys: [LAB, 'Credit'], Metrics: cost('-5') }] }],
        };
      default:
        throw new Error(`An unexpected question: ${kindOf(input)}`);
    }
  });
  return { ce: new CostExplorerClient({ region: 'us-east-1' }), asked };
};

test('five questions, and one more for a second page, about the same accounts, months and cost', async () => {
  const { ce, asked } = aCostExplorer();
  const answers = await costReader(ce, null)(query);
  expect(answers).toEqual({
    currency: 'USD',
    totals: [
      { month: '2026-10', amount: '30.25', isOpen: false },
      { month: '2026-11', amount: '1.0000000001', isOpen: true },
    ],
    accounts: [{ month: '2026-10', keys: [LAB], amount: '30.25' }],
    owners: [
      { month: '2026-10', keys: ['Owner$a@b.c', LAB], amount: '10.25' },
      { month: '2026-10', keys: ['Owner$', LAB], amount: '20' },
    ],
    usage: [{ month: '2026-10', keys: [LAB, 'AmazonS3'], amount: '25' }],
    others: [{ month: '2026-10', keys: [LAB, 'Credit'], amount: '-5' }],
  });
  expect(asked).toHaveLength(6);
  const accounts = { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [LAB, SANDBOX] } };
  for (const { Filter, TimePeriod, Granularity, Metrics, BillingViewArn } of asked) {
    expect(Filter?.And?.[0] ?? Filter).toEqual(accounts);
    expect(TimePeriod).toEqual({ Start: '2025-12-01', End: '2026-12-01' });
    expect([Granularity, Metrics, BillingViewArn]).toEqual(['MONTHLY', ['UnblendedCost'], undefined]);
  }
});

test('what has no Owner is asked for by the absence of the tag', async () => {
  const { ce, asked } = aCostExplorer();
  await costReader(ce, null)(query);
  const absent = { Tags: { Key: 'Owner', MatchOptions: ['ABSENT'] } };
  const isUsage = { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } };
  const [usage, others] = asked.flatMap(({ Filter }) => (Filter?.And ? [Filter.And.slice(1)] : []));
  expect(usage).toEqual([absent, isUsage]);
  expect(others).toEqual([absent, { Not: isUsage }]);
});

test('a billing view is named in each question', async () => {
  const view = 'arn:aws:billing::222233334444:billingview/primary';
  const { ce, asked } = aCostExplorer();
  await costReader(ce, view)(query);
  expect(asked.map(({ BillingViewArn }) => BillingViewArn)).toEqual(asked.map(() => view));
});

test('two currencies are not added; the unit of nothing is no currency', async () => {
  await expect(costReader(aCostExplorer('EUR').ce, null)(query)).rejects.toThrow(CurrenciesDiffer);
  await expect(costReader(aCostExplorer('N/A').ce, null)(query)).resolves.toMatchObject({ currency: 'USD' });
});
