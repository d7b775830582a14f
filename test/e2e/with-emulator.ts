import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualEnvironment } from '../../cli/python/virtual-environment.ts';
import { emulated } from './emulated.ts';
import { interrupt } from './interrupt.ts';
import { startMinistack } from './ministack.ts';
import type { Report } from './report.ts';
import type { Target } from './target.ts';

/**
 * Starts the emulator for a test, with a folder for its files. Both are removed when the process exits.
 *
 * @throws PrerequisiteMissing
 */
export const withEmulator = async (
  report: Report,
  test: (target: Target, folder: string) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-e2e-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const python = await virtualEnvironment({
    requirements: join(import.meta.dirname, 'requirements.txt'),
    path: join(import.meta.dirname, '..', '..', '.venv', 'e2e'),
    making: (made) => report.step(`install the emulator in ${made}`),
    signal: interrupt,
  });
  const ministack = await startMinistack(python, join(folder, 'ministack'));
  report.step(`ministack runs at ${ministack.endpoint}`);
  let ended = false;
  try {
    await test(emulated(ministack.endpoint, join(folder, 'home'), python), folder);
    ended = true;
  } finally {
    if (!interrupt.aborted && (!ended || report.failed.length > 0))
      report.details('ministack warned of', ministack.warnings());
  }
};
