import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportResult } from '../../lambdas/report/handler.ts';
import { aRun } from '../lambdas/collect/a-run.ts';

// A process of its own, so that only the functions' memory and CPU count. Usage: node run-report.ts PLACES CONCURRENCY

/** What a run took. */
export type Taken = {
  readonly result: ReportResult;
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly pageMegabytes: number;
};

const REGIONS = [
  'us-west-2',
  'us-west-1',
  'us-east-1',
  'us-east-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'ca-central-1',
  'ap-south-1',
];

const [count, concurrency] = process.argv.slice(2).map(Number);
const places = Array.from({ length: count ?? 0 }, (_, index) => ({
  accountId: String(100_000_000_000 + Math.floor(index / REGIONS.length)),
  region: REGIONS[index % REGIONS.length] ?? '',
}));
const accounts = [...new Set(places.map(({ accountId }) => accountId))].map((accountId) => ({
  accountId,
  name: accountId,
  programManagers: [],
}));

const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const result = await aRun(accounts, places, folder, concurrency ?? 1);
const { user, system } = process.cpuUsage();
const taken: Taken = {
  result,
  cpuSeconds: (user + system) / 1e6,
  megabytes: process.resourceUsage().maxRSS / 1024,
  pageMegabytes: statSync(join(folder, result.pages[0] ?? '')).size / 1e6,
};
process.send?.(taken);
process.disconnect();
