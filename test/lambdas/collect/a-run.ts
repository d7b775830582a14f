import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { compressed, type ReportBucket } from '../../../lambdas/aws/report-bucket.ts';
import { readersWith } from '../../../lambdas/collect/collect-region.ts';
import { createHandler as collect } from '../../../lambdas/collect/handler.ts';
import { mapConcurrently } from '../../../lambdas/concurrency.ts';
import type { ReportedAccount } from '../../../lambdas/domain/report/bucket-layout.ts';
import type { Place } from '../../../lambdas/domain/report/merge.ts';
import { type ReportResult, createHandler as report } from '../../../lambdas/report/handler.ts';
import { aLog } from '../a-log.ts';

/** A bucket in a folder. */
export const folderBucket = (folder: string): ReportBucket => {
  const place = (key: string): string => {
    const file = join(folder, key);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  };
  return {
    writeCompressed: async (key, texts) => writeFileSync(place(key), compressed(texts)),
    write: async (key, body) => writeFileSync(place(key), body),
    read: async (key) => (existsSync(join(folder, key)) ? readFileSync(join(folder, key), 'utf8') : null),
    keys: async (prefix) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .filter((key) => key.startsWith(prefix)),
    download: async (key, file) => copyFileSync(join(folder, key), file),
  };
};

/** Credentials whose access key is the account's id, as the stand-in of AWS expects. */
const credentialsOf = async (accountId: string) => ({
  accessKeyId: accountId,
  secretAccessKey: 'secret',
  sessionToken: 'token',
  expiration: new Date('2099-01-01T00:00:00Z'),
});

const AT = '2026-11-02T15:00:00Z';

/**
 * Runs `collect` for each place and then `report`, as the state machine does, against what AWS_ENDPOINT_URL names. The users are
 * u0 to u49.
 */
export const aRun = async (
  accounts: readonly ReportedAccount[],
  places: readonly Place[],
  folder: string,
  concurrency: number,
): Promise<ReportResult> => {
  const bucket = folderBucket(folder);
  const log = aLog();
  const collectOne = collect(
    {
      OWNER_TAG: { key: 'Owner', patterns: ['?*@ucsc.edu'], onInvalidValue: 'report' },
      EXEMPTIONS: [],
      REPORT_ROLE_NAME: 'role',
      BUCKET_NAME: 'bucket',
      TABLE_NAME: 'table',
    },
    {
      readersOf: readersWith(credentialsOf),
      bucket,
      users: {
        all: async () =>
          Array.from({ length: 50 }, (_, i) => ({
            userName: `u${i}@ucsc.edu`,
            userId: `AIDA${i}`,
            topicArn: 'topic',
            askedAt: null,
          })),
      },
      log,
    },
  );
  await mapConcurrently(concurrency, places, (place) => collectOne({ run: 'a-run', ...place }));
  return report(
    { BUCKET_NAME: 'bucket', OWNER_KEY: 'Owner', TIME_ZONE: 'America/Los_Angeles' },
    { bucket, folder, log, metrics: { count: () => {}, total: () => {}, seconds: () => {} } },
  )({ run: 'a-run', at: AT, accounts, places });
};
