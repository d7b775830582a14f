import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Readers } from '../../../lambdas/collect/collect-region.ts';
import { createHandler } from '../../../lambdas/collect/handler.ts';
import { aLog } from '../a-log.ts';
import { folderBucket } from './a-run.ts';
import { reportFiles } from './report-files.ts';

const ACCOUNT = '422448306679';
const owner = (value: string) => [{ key: 'Owner', value }];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const readers = (list: Partial<Readers['list']> = {}): Readers => ({
  list: {
    explored: async () => ({ is: 'listed', resources: [], leavesOut: null }),
    tagged: async () => [],
    ofIam: async () => [],
    close: () => {},
    ...list,
  },
  ec2: {
    tags: async () => new Map(),
    describe: async () => ({ described: [], describedTypes: new Set() }),
    close: () => {},
  },
  close: () => {},
});

const collect = async (
  readersOf: () => Promise<Readers>,
  region: string,
  users: () => Promise<string[]> = async () => ['ann@ucsc.edu'],
) => {
  const log = aLog();
  const handler = createHandler(
    {
      OWNER_TAG: { key: 'Owner', patterns: ['?*@ucsc.edu'], onInvalidValue: 'report' },
      EXEMPTIONS: [],
      REPORT_ROLE_NAME: 'role',
      BUCKET_NAME: 'bucket',
      TABLE_NAME: 'table',
    },
    {
      readersOf,
      bucket: folderBucket(folder),
      users: {
        all: async () =>
          (await users()).map((userName) => ({ userName, userId: userName, topicArn: null, askedAt: null })),
      },
      log,
    },
  );
  const answer = await handler({ run: 'a-run', accountId: ACCOUNT, region });
  return { answer, lines: log.lines, ...reportFiles(folder) };
};

const queue = { arn: `arn:aws:sqs:us-west-2:${ACCOUNT}:q`, tags: owner('left@ucsc.edu') };

test('a Region is judged by the users of the directory', async () => {
  const { answer, resources, regions } = await collect(
    async () => readers({ tagged: async () => [queue] }),
    'us-west-2',
  );
  expect(answer).toEqual({ is: 'complete' });
  expect(resources.map(({ ownership }) => ownership)).toEqual([{ is: 'departed', owner: 'left@ucsc.edu' }]);
  expect(regions).toEqual([
    { accountId: ACCOUNT, region: 'us-west-2', collected: { is: 'complete', resources: 1 } },
  ]);
});

test('if the directory cannot be read, nobody has left, and the Region says that this is not known', async () => {
  const { lines, regions, resources } = await collect(
    async () => readers({ tagged: async () => [queue] }),
    'us-west-2',
    async () => {
      throw new Error('no table');
    },
  );
  expect(lines).toEqual(['owners-not-compared', 'region-collected']);
  expect(resources[0]?.ownership).toEqual({ is: 'owned', owner: 'left@ucsc.edu' });
  expect(regions[0]?.usersUnknown).toBe(true);
});

test('a role that cannot be assumed is a failed Region with a file that says so', async () => {
  const { answer, lines, regions } = await collect(async () => {
    throw new Error('Cannot assume\u001b[31m the role', { cause: new Error('not trusted') });
  }, 'us-west-2');
  expect(answer).toEqual({ is: 'failed' });
  expect(lines).toEqual(['region-not-collected']);
  expect(regions).toEqual([
    {
      accountId: ACCOUNT,
      region: 'us-west-2',
      collected: { is: 'failed', reason: expect.stringMatching(/Cannot assume.+ \(Error: not trusted\)$/) },
    },
  ]);
  // Nothing in it is obeyed by a terminal.
  expect(JSON.stringify(regions)).not.toContain('u001b');
});

test('roles and users have the tags that IAM shows; if it refuses, nothing is said of their owner', async () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/x`;
  const explored = async () =>
    ({ is: 'listed', resources: [{ arn, tags: [], region: 'global' }], leavesOut: null }) as const;
  const ofIam = async () => [{ arn, tags: owner('ann@ucsc.edu') }];
  const read = await collect(async () => readers({ explored, ofIam }), 'global');
  expect(read.resources.map(({ region, ownership }) => [region, ownership])).toEqual([
    ['global', { is: 'owned', owner: 'ann@ucsc.edu' }],
  ]);
  const refused = await collect(
    async () =>
      readers({
        explored,
        ofIam: async () => {
          throw new Error('denied');
        },
      }),
    'global',
  );
  expect(refused.answer).toEqual({ is: 'complete' });
  expect(refused.resources.map(({ ownership }) => ownership)).toEqual([
    { is: 'unread', reason: 'IAM did not show its tags: Error: denied' },
  ]);
});
