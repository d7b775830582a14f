import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { CostQuery, ReadCosts } from '../../../lambdas/aws/cost-explorer.ts';
import { createHandler } from '../../../lambdas/costs/handler.ts';
import { RoleNotAssumable } from '../../../lambdas/domain/errors.ts';
import { Costs } from '../../../lambdas/domain/report/report.ts';
import { aLog } from '../a-log.ts';

const LAB = '422448306679';

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-27T17:00:00Z') });
});
afterEach(() => {
  jest.useRealTimers();
});

const answers = {
  currency: 'USD',
  totals: [{ month: '2026-11', amount: '3.5', isOpen: true }],
  accounts: [{ month: '2026-11', keys: [LAB], amount: '3.5' }],
  owners: [{ month: '2026-11', keys: ['Owner$alice@ucsc.edu', LAB], amount: '3.5' }],
  usage: [],
  others: [],
};

const run = async (readCosts: ReadCosts | null) => {
  const written = new Map<string, unknown>();
  const log = aLog();
  const handler = createHandler(
    {
      BILLING: { accountId: '222233334444' },
      OWNER_TAG_KEY: 'Owner',
      SUB_ACCOUNTS: { [LAB]: 'lab' },
      COSTS_ROLE_NAME: 'tag-enforcement-costs',
      BUCKET_NAME: 'a-bucket',
    },
    {
      readCosts,
      write: async (key, body, contentType) => {
        written.set(key, contentType === 'application/json' ? JSON.parse(body) : body);
      },
      log,
    },
  );
  const result = await handler({ run: '2026-11-27T170000Z' });
  return { result, written, log };
};

const named = (name: string): Error => Object.assign(new Error(`${name} it is`), { name });

test('the costs of the configured accounts and of twelve months are written', async () => {
  const asked: CostQuery[] = [];
  const { result, written } = await run(async (query) => {
    asked.push(query);
    return answers;
  });
  expect(asked).toEqual([
    { accountIds: [LAB], ownerKey: 'Owner', months: { from: '2025-12-01', until: '2026-12-01' } },
  ]);
  expect(result).toEqual({ costs: 'read' });
  expect([...written.keys()]).toEqual(['work/2026-11-27T170000Z/costs.json', 'costs/2026-11-27.csv']);
  expect(written.get('costs/2026-11-27.csv')).toMatch(
    /^BilledCost,.*\r\n3\.5,222233334444,USD,2026-12-01T00:00:00Z,.*,422448306679,lab,/,
  );
  expect(Costs.parse([...written.values()][0])).toMatchObject({
    rows: [{ owner: 'alice@ucsc.edu', accountId: LAB, month: '2026-11', amount: '3.5' }],
  });
});

test('without billing, it is written how to get costs', async () => {
  const { result, written } = await run(null);
  expect(result).toEqual({ costs: 'missing' });
  expect([...written.values()]).toEqual([{ missing: expect.stringMatching(/Set billing to the payer/) }]);
});

test.each([
  new RoleNotAssumable('arn:aws:iam::222233334444:role/tag-enforcement-costs', {}),
  named('AccessDeniedException'),
  named('DataUnavailableException'),
])('what a person must end is written with its reason: $name', async (error) => {
  const { result, written } = await run(async () => Promise.reject(error));
  expect(result).toEqual({ costs: 'missing' });
  expect([...written.values()]).toEqual([{ missing: expect.stringContaining(error.message) }]);
});

test('what may pass is thrown, and nothing is written', async () => {
  await expect(run(async () => Promise.reject(named('LimitExceededException')))).rejects.toThrow(
    'LimitExceededException',
  );
});
