import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cdk } from './cdk.ts';
import { cleanUp } from './clean-up.ts';
import type { Report } from './report.ts';
import { sandbox } from './sandbox.ts';
import type { Target } from './target.ts';

/**
 * Runs a test in the accounts of AWS that the environment names.
 *
 * @throws PrerequisiteMissing
 */
export const withSandbox = async (
  report: Report,
  test: (target: Target, folder: string) => Promise<void>,
): Promise<void> => {
  const target = await sandbox(process.env);
  report.step(`in AWS, accounts ${Object.values(target.accounts).join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-e2e-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  try {
    await test(target, folder);
  } finally {
    report.step('clean up');
    await report.check('everything is removed', () => cleanUp(target, new Cdk(target, folder)));
  }
};
