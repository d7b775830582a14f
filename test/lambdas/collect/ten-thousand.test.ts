import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arnsIn, pageText } from '../report/page-text.ts';
import { aRun } from './a-run.ts';
import { reportFiles } from './report-files.ts';
import { type StandIn, standInAws, tenths } from './stand-in-aws.ts';

const REGIONS = ['us-west-2', 'us-east-1', 'eu-west-1', 'ap-south-1'];
const ACCOUNTS = ['100000000001', '100000000002', '100000000003'];
const accounts = ACCOUNTS.map((accountId, index) => ({
  accountId,
  name: `account ${index}`,
  programManagers: index === 1 ? [] : ['pm@ucsc.edu'],
}));
/** Twelve account-Regions, and what has no Region of each account. */
const places = ACCOUNTS.flatMap((accountId) =>
  [...REGIONS, 'global'].map((region) => ({ accountId, region })),
);

let aws: StandIn;
let folder: string;
let result: Awaited<ReturnType<typeof aRun>>;
const before = process.env.AWS_ENDPOINT_URL;

beforeAll(async () => {
  aws = await standInAws({
    resourcesOf: (accountId, region) => tenths(accountId, region, 1000),
    throttleEvery: 97,
    refused: new Set(['100000000003 ap-south-1']),
    withoutIndex: new Set(['100000000002 eu-west-1']),
  });
  process.env.AWS_ENDPOINT_URL = aws.url;
  folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  result = await aRun(accounts, places, folder, 4);
});

afterAll(async () => {
  await aws.close();
  rmSync(folder, { recursive: true, force: true });
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
});

test('ten Regions have a thousand resources each; the one without an index lacks what was never tagged and EC2 does not describe', () => {
  // Of the last thousand, 800 are tagged, and 100 of the others are instances.
  expect(result).toEqual({
    day: '2026-11-02',
    bucket: 'bucket',
    pages: ['pages/2026-11-02/all.html', 'pages/2026-11-02/100000000001-100000000003.html'],
    resources: 10 * 1000 + 800 + 100,
    owned: 11 * 600,
    failedRegions: 1,
    partialRegions: 1,
    incomplete: [
      {
        accountId: '100000000003',
        read: 'failed',
        regions: ['ap-south-1'],
        why: expect.stringContaining('refused'),
      },
      {
        accountId: '100000000002',
        read: 'in part',
        regions: ['eu-west-1'],
        why: expect.stringContaining('it has no index'),
      },
    ],
  });
});

test('nothing is lost, nothing is there twice, and each is judged', () => {
  const { resources } = reportFiles(folder);
  expect(new Set(resources.map(({ arn }) => arn)).size).toBe(10_900);
  expect(resources).toHaveLength(10_900);
  const counts = Map.groupBy(resources, ({ ownership }) => ownership.is);
  expect(Object.fromEntries([...counts].map(([is, those]) => [is, those.length]))).toEqual({
    owned: 6600,
    departed: 1100,
    invalid: 1100,
    unowned: 2000 + 100,
  });
});

test('the Region that refused is failed with its reason, and the one without an index says what is left out', () => {
  const { regions } = reportFiles(folder);
  const kinds = regions.filter(({ collected }) => collected.is !== 'complete');
  expect(kinds).toEqual([
    {
      accountId: '100000000002',
      region: 'eu-west-1',
      collected: {
        is: 'partial',
        resources: 900,
        leavesOut:
          'Resource Explorer cannot be used (it has no index), so what was never tagged is missing here, except for what EC2 describes.',
      },
    },
    {
      accountId: '100000000003',
      region: 'ap-south-1',
      collected: { is: 'failed', reason: expect.stringContaining('refused') },
    },
  ]);
  expect(readFileSync(join(folder, 'pages/2026-11-02/all.html'), 'utf8')).toContain('ap-south-1');
});

test('no call is made twice: pages as large as AWS allows, and each list once', () => {
  const whole = 10;
  const all = 11;
  const alone = 1;
  // The Region that refuses Resource Explorer and then the tagging API is asked nothing else.
  const refused = 1;
  const globals = 3;
  expect(Object.fromEntries(aws.calls)).toEqual({
    GetIndex: all + refused + globals,
    // 999 and 1.
    ListResources: 2 * whole + globals,
    GetView: whole + globals,
    // 800 that were tagged, 100 a page.
    GetResources: 8 * all + refused + globals,
    // Two tags of each of 300 resources of EC2.
    DescribeTags: all,
    GetAccountAuthorizationDetails: globals,
    ...Object.fromEntries(
      [
        'Instances',
        'Volumes',
        'NetworkInterfaces',
        'Vpcs',
        'Subnets',
        'SecurityGroups',
        'NetworkAcls',
        'RouteTables',
        'InternetGateways',
      ].map((type) => [`Describe${type}`, all]),
    ),
    ...Object.fromEntries(
      ['Snapshots', 'Images', 'LaunchTemplates', 'NatGateways', 'VpcEndpoints', 'Addresses', 'KeyPairs'].map(
        (type) => [`Describe${type}`, alone],
      ),
    ),
  });
});

test("the program managers' page names no other account", () => {
  const page = readFileSync(join(folder, 'pages/2026-11-02/100000000001-100000000003.html'), 'utf8');
  expect(new Set(arnsIn(page)).size).toBe(7000);
  expect(arnsIn(page).filter((arn) => arn.includes('100000000002'))).toEqual([]);
  expect(pageText(page)).toContain('account 0');
  expect(pageText(page)).not.toContain('100000000002');
  expect(pageText(page)).not.toContain('account 1');
});
