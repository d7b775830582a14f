import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import * as z from 'zod';
import { renderPage } from '../../lambdas/domain/report/page/render-page.ts';
import type { Ownership, ReportedResource } from '../../lambdas/domain/report/report.ts';
import { startChromium } from '../browser/chromium.ts';
import { aReport } from '../lambdas/domain/report/fixture/a-report.ts';
import { median } from './median.ts';

const RESOURCES = 100_000;
const ROUNDS = 7;

/** Megabytes, and milliseconds as medians. */
type PageTimes = {
  readonly megabytes: number;
  readonly written: number;
  readonly firstPaint: number;
  readonly tableReady: number;
  readonly keystroke: number;
};

/** Numbers from 0 to 1 that are the same in each run: mulberry32. */
const randomNumbers = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** Resources with ids as random as AWS's, in a hundred sub-accounts, half of them with a name and a tag. */
function* manyResources(): Iterable<ReportedResource> {
  const random = randomNumbers(14);
  const below = (end: number): number => Math.floor(random() * end);
  const types = ['instance', 'volume', 'snapshot', 'network-interface', 'security-group', 'image'];
  const regions = ['us-west-2', 'us-east-1', 'eu-central-1', 'ap-south-1'];
  for (let number = 0; number < RESOURCES; number += 1) {
    const accountId = String(111_122_220_000 + below(100));
    const region = regions[below(4)] ?? '';
    const type = types[below(6)] ?? '';
    const id = `${type}-${Array.from({ length: 17 }, () => below(16).toString(16)).join('')}`;
    const owner = `user${below(300)}@ucsc.edu`;
    const ownership: Ownership = random() < 0.7 ? { is: 'owned', owner } : { is: 'unowned' };
    const name = random() < 0.5 ? `sample ${below(100_000)}` : null;
    yield {
      arn: `arn:aws:ec2:${region}:${accountId}:${type}/${id}`,
      accountId,
      region,
      resourceType: `ec2:${type}`,
      name,
      tags: [
        ...(name === null ? [] : [{ key: 'Name', value: name }]),
        ...(ownership.is === 'owned' ? [{ key: 'Owner', value: owner }] : []),
        ...(random() < 0.5 ? [{ key: 'project', value: `project-${below(40)}` }] : []),
      ],
      ownership,
      idle: null,
    };
  }
}

/** Types a letter and waits for the next frame, for each of six letters. */
const TYPING = `(async () => {
  const search = document.querySelector('input[type=search]');
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const times = [];
  for (const text of ['s', 'sa', 'sam', 'samp', 'sample 4', 'sample 42']) {
    await frame();
    const begin = performance.now();
    search.value = text;
    search.dispatchEvent(new Event('input'));
    await frame();
    times.push(performance.now() - begin);
  }
  return times;
})()`;

const FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";

const openOnce = async (browser: Browser, url: string) => {
  const page = await browser.newPage();
  await page.goto(url);
  await page.locator('.row').first().waitFor();
  const tableReady = z.number().parse(await page.evaluate('performance.now()'));
  const firstPaint = z.number().parse(await page.evaluate(FIRST_PAINT));
  const keystrokes = z.array(z.number()).parse(await page.evaluate(TYPING));
  await page.close();
  return { tableReady, firstPaint, keystrokes };
};

/**
 * Opens the page of many resources in Chromium.
 *
 * @throws PrerequisiteMissing if there is none
 */
export const pageTimes = async (): Promise<PageTimes> => {
  const browser = await startChromium();
  const folder = mkdtempSync(join(tmpdir(), 'bench-page-'));
  try {
    const file = join(folder, 'report.html');
    const begin = performance.now();
    const page = [...renderPage(aReport(), manyResources())].join('');
    const written = performance.now() - begin;
    writeFileSync(file, page);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await openOnce(browser, `file://${file}`));
    return {
      megabytes: Buffer.byteLength(page) / 1e6,
      written,
      firstPaint: median(rounds.map((one) => one.firstPaint)),
      tableReady: median(rounds.map((one) => one.tableReady)),
      keystroke: median(rounds.flatMap((one) => one.keystrokes)),
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
