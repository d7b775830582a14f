import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { linesOf } from '../../../lambdas/collect/collect-region.ts';
import { accessKey, costsKey, partKey } from '../../../lambdas/domain/report/bucket-layout.ts';
import { NOT_CONFIGURED } from '../../../lambdas/domain/report/costs.ts';
import type { ReportedResource } from '../../../lambdas/domain/report/report.ts';
import { createHandler } from '../../../lambdas/report/handler.ts';
import { aLog } from '../a-log.ts';
import { aMetrics } from '../a-metrics.ts';
import { folderBucket } from '../collect/a-run.ts';
import { arnsIn, pageText } from './page-text.ts';

const [ALPHA, BETA, GAMMA] = ['100000000001', '100000000002', '100000000003'] as const;
const accounts = [
  { accountId: ALPHA, name: 'alpha', programManagers: ['pm@ucsc.edu'] },
  { accountId: BETA, name: 'beta', programManagers: ['other@ucsc.edu'] },
  { accountId: GAMMA, name: 'gamma', programManagers: ['pm@ucsc.edu'] },
];
const places = accounts.map(({ accountId }) => ({ accountId, region: 'us-west-2' }));

const queue = (accountId: string, index: number, owner: string | null): ReportedResource => ({
  arn: `arn:aws:sqs:us-west-2:${accountId}:q-${index}`,
  accountId,
  region: 'us-west-2',
  resourceType: 'sqs',
  name: null,
  tags: owner === null ? [] : [{ key: 'Owner', value: owner }],
  ownership: owner === null ? { is: 'unowned' } : { is: 'owned', owner },
  idle: null,
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts the file of an account's Region: ten resources, seven of which have an owner of the account. */
const collected = async (accountId: string): Promise<void> => {
  const resources = Array.from({ length: 10 }, (_, index) =>
    queue(accountId, index, index < 7 ? `owner-${accountId}@ucsc.edu` : null),
  );
  const region = {
    accountId,
    region: 'us-west-2',
    collected: { is: 'complete' as const, resources: resources.length },
  };
  await folderBucket(folder).writeCompressed(
    partKey('a-run', { accountId, region: 'us-west-2' }),
    linesOf({ region, resources }),
  );
};

const write = async (at = '2026-11-02T11:00:00Z', more: object = {}) => {
  const [log, metrics] = [aLog(), aMetrics()];
  const bucket = folderBucket(folder);
  const handler = createHandler(
    { BUCKET_NAME: 'bucket', OWNER_KEY: 'Owner', TIME_ZONE: 'UTC' },
    { bucket, folder, log, metrics },
  );
  const result = await handler({ run: 'a-run', at, accounts, places, ...more });
  const page = async (key: string) => pageText((await bucket.read(key)) ?? '');
  return {
    result,
    page,
    measured: metrics.measured,
    weeks: JSON.parse((await bucket.read('weeks.json')) ?? ''),
  };
};

describe('a page', () => {
  test('of program managers holds all of their accounts and nothing of any other; that of all holds all', async () => {
    for (const { accountId } of accounts) await collected(accountId);
    const { result, page } = await write();
    const keys = ['all', `${ALPHA}-${GAMMA}`, BETA].map((name) => `pages/2026-11-02/${name}.html`);
    expect(result).toEqual({
      day: '2026-11-02',
      bucket: 'bucket',
      pages: keys,
      resources: 30,
      owned: 21,
      failedRegions: 0,
      partialRegions: 0,
      incomplete: [],
    });
    const holds = async (key: string) => {
      const text = await page(key);
      return accounts.filter(({ accountId, name }) =>
        [accountId, `owner-${accountId}`, `>${name}<`].some((word) => text.includes(word)),
      );
    };
    const [all = '', theirs = '', other = ''] = keys;
    expect(await holds(all)).toEqual(accounts);
    expect((await holds(theirs)).map(({ name }) => name)).toEqual(['alpha', 'gamma']);
    expect((await holds(other)).map(({ name }) => name)).toEqual(['beta']);
    const read = (key: string) => folderBucket(folder).read(key);
    const expected = (...ids: string[]) =>
      ids.flatMap((id) => Array.from({ length: 10 }, (_, index) => queue(id, index, null).arn)).sort();
    expect(arnsIn((await read(all)) ?? '').sort()).toEqual(expected(ALPHA, BETA, GAMMA));
    expect(arnsIn((await read(theirs)) ?? '').sort()).toEqual(expected(ALPHA, GAMMA));
    expect(arnsIn((await read(other)) ?? '').sort()).toEqual(expected(BETA));
  });

  test('shows a place without a file as failed, and it is measured; the others are there', async () => {
    await collected(ALPHA);
    await collected(BETA);
    const { result, page, measured } = await write();
    const why = 'The function collect gave no answer for it: its log says why.';
    const incomplete = [{ accountId: GAMMA, regions: ['us-west-2'], read: 'failed', why }];
    expect(result).toMatchObject({ resources: 20, failedRegions: 1, incomplete });
    expect(measured).toContain('RegionsNotCollected 1');
    const text = await page('pages/2026-11-02/all.html');
    expect(text).toContain(why);
  });

  test('has the costs of its accounts alone, or says why there are none', async () => {
    for (const { accountId } of accounts) await collected(accountId);
    const rows = accounts.map(({ accountId }, index) => ({
      owner: null,
      accountId,
      month: '2026-10',
      amount: `${index + 1}1.5`,
    }));
    const costs = {
      currency: 'USD',
      rows,
      totals: [{ month: '2026-10', amount: '64.5', isOpen: false }],
      accountTotals: rows.map(({ accountId, month, amount }) => ({ accountId, month, amount })),
      withoutOwner: [],
      notes: [],
    };
    await folderBucket(folder).write(costsKey('a-run'), JSON.stringify(costs), 'application/json');
    const { page } = await write();
    expect(await page('pages/2026-11-02/all.html')).toContain('64.50');
    const theirs = await page(`pages/2026-11-02/${BETA}.html`);
    expect(theirs).toContain('21.50');
    for (const amount of ['64.50', '11.50', '31.50']) expect(theirs).not.toContain(amount);
    await folderBucket(folder).write(
      costsKey('a-run'),
      JSON.stringify({ missing: 'No payer is named.' }),
      '',
    );
    const without = await write();
    expect(await without.page('pages/2026-11-02/all.html')).toContain('No payer is named.');
    // An error of Cost Explorer names the payer account.
    const beta = await without.page(`pages/2026-11-02/${BETA}.html`);
    expect(beta).not.toContain('No payer');
    expect(beta).toContain('There are no costs here: the page of the administrators says why.');
  });

  test('without costs is measured, unless nobody asked for them', async () => {
    for (const { accountId } of accounts) await collected(accountId);
    const measuredWith = async (missing: string) => {
      await folderBucket(folder).write(costsKey('a-run'), JSON.stringify({ missing }), 'application/json');
      return (await write()).measured;
    };
    expect((await write()).measured).toEqual(['CostsNotRead 1']);
    expect(await measuredWith('The role cannot be assumed.')).toEqual(['CostsNotRead 1']);
    expect(await measuredWith(NOT_CONFIGURED)).toEqual([]);
  });
});

test('a run whose costs did not come says so', async () => {
  await collected(ALPHA);
  const { page } = await write();
  expect(await page('pages/2026-11-02/all.html')).toContain('Cost Explorer did not answer');
});

describe('who has access', () => {
  const keys = ['all', `${ALPHA}-${GAMMA}`, BETA].map((name) => `pages/2026-11-02/${name}.html`);
  const pagesWith = async (more: object) => {
    const { page } = await write('2026-11-02T11:00:00Z', more);
    return Promise.all(keys.map(page));
  };
  const found = async (review: object): Promise<void> =>
    folderBucket(folder).write(accessKey('a-run'), JSON.stringify(review), 'application/json');

  test('is on the page of the administrators, and on no other', async () => {
    await found({
      findings: [{ kind: 'no-mfa', about: 'eve<b>@ucsc.edu', what: 'has no MFA', todo: 'ask them' }],
      unread: ['alpha: refused'],
    });
    const [all, ...others] = await pagesWith({ hasAccess: true });
    for (const word of ['Who has access', '1 finding.', 'eve&lt;b&gt;@ucsc.edu', 'Without MFA', 'ask them']) {
      expect(all).toContain(word);
    }
    expect(all).toContain('in <bdi>alpha: refused</bdi>');
    for (const page of others) expect(page).not.toMatch(/Who has access|eve&lt;/);
  });

  test('says that nothing wants a decision, why it is not known, or that there was no answer', async () => {
    await found({ findings: [], unread: [] });
    expect((await pagesWith({ hasAccess: true }))[0]).toContain('Nothing wants a decision.');
    await found({ missing: 'The role is gone.' });
    expect((await pagesWith({ hasAccess: true }))[0]).toContain('The role is gone.');
    rmSync(join(folder, accessKey('a-run')));
    expect((await pagesWith({ hasAccess: true }))[0]).toContain('access-review gave no answer');
  });

  test('is not there where access is not configured', async () => {
    for (const page of await pagesWith({})) expect(page).not.toContain('Who has access');
  });
});

test('a week keeps what could not be read, also of an account of which nothing was', async () => {
  for (const accountId of [ALPHA, BETA]) await collected(accountId);
  const { weeks } = await write();
  const each = { resources: 10, owned: 7, failed: [] };
  const none = { resources: 0, owned: 0, failed: [`${GAMMA} us-west-2`] };
  expect(weeks[0].accounts).toEqual({ [ALPHA]: each, [BETA]: each, [GAMMA]: none });
});

test('the weeks are kept by account: a second report of a day replaces the first, and leaves no file of its own behind', async () => {
  for (const { accountId } of accounts) await collected(accountId);
  await write('2026-10-26T11:00:00Z');
  await write();
  const { weeks } = await write();
  const each = { resources: 10, owned: 7, failed: [] };
  expect(weeks).toEqual(
    ['2026-10-26', '2026-11-02'].map((day) => ({
      day,
      accounts: { [ALPHA]: each, [BETA]: each, [GAMMA]: each },
    })),
  );
  expect(readdirSync(folder).sort()).toEqual(['pages', 'weeks.json', 'work']);
});
