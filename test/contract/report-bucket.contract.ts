import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ownerMailTable } from '../../lambdas/aws/mail-tables.ts';
import { linesIn, reportBucket, signLink } from '../../lambdas/aws/report-bucket.ts';
import { credentialsOf } from './moto-clients.ts';
import { rootOf } from './root-of.ts';
import { HUB, variable } from './stacks.ts';

// The embedded AWS keeps no reports.

const s3 = new S3Client({ region: HUB.region, credentials: rootOf(HUB.accountId) });
const bucket = reportBucket('reports', s3);

const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  const CreateBucketConfiguration = { LocationConstraint: 'us-west-2' as const };
  await s3.send(new CreateBucketCommand({ Bucket: 'reports', CreateBucketConfiguration }));
});

test('the bucket gives back what was written, and lists more keys than a page', async () => {
  expect(await bucket.read('weeks.json')).toBeNull();
  await bucket.write('weeks.json', '["Zoë"]', 'application/json');
  expect(await bucket.read('weeks.json')).toBe('["Zoë"]');

  const lines = ['{"arn":"a"}', '{"arn":"Zoë"}'];
  await bucket.writeCompressed(
    'work/a-run/one.ndjson.gz',
    lines.map((line) => `${line}\n`),
  );
  const file = join(folder, 'one.ndjson.gz');
  await bucket.download('work/a-run/one.ndjson.gz', file);
  expect([...linesIn(file)]).toEqual(lines);
  expect(gunzipSync(readFileSync(file)).toString()).toBe(`${lines.join('\n')}\n`);

  const keys = Array.from({ length: 45 }, (_, index) => `work/many/${String(index).padStart(4, '0')}`);
  await Promise.all(keys.map((key) => bucket.write(key, 'x', 'text/plain')));
  expect(await bucket.keys('work/many/')).toEqual(keys);
  expect(await bucket.keys('work/none/')).toEqual([]);
});

test('a link opens what it was made for, without signing in', async () => {
  await bucket.write('pages/2026-11-16/all.html', '<p>Zoë</p>', 'text/html; charset=utf-8');
  const expiration = new Date(Date.now() + 3_600_000);
  const assume = async () => ({ ...rootOf(HUB.accountId), sessionToken: 'of-a-test', expiration });
  const { url } = await signLink(assume, HUB)('reports', 'pages/2026-11-16/all.html');
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, '<p>Zoë</p>']);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test("a month's mail of an owner is claimed by one run alone", async () => {
  const dynamo = new DynamoDBClient({ region: HUB.region, credentials: credentialsOf('notice') });
  const { claim } = ownerMailTable(variable('notice', 'TABLE_NAME'), dynamo);
  const person = `${randomUUID()}@ucsc.edu`;
  const now = new Date();
  const claims = await Promise.all(['a', 'b', 'c'].map((run) => claim(person, '2026-11', run, now)));
  expect(claims.filter((isOurs) => isOurs)).toHaveLength(1);
  const first = ['a', 'b', 'c'][claims.indexOf(true)] ?? '';
  expect(await claim(person, '2026-11', first, now)).toBe(true);
  expect(await claim(person, '2026-12', 'd', now)).toBe(true);
  expect(await claim(person, '2026-11', first, now)).toBe(false);
  expect(await claim(`${person}.other`, '2026-11', 'e', now)).toBe(true);
});
