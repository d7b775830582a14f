import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { PrerequisiteMissing } from '../../cli/python/prerequisite-missing.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** It asks nobody for anything, and nothing of another run is left in it: Playwright gives it a new folder each time. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const installed = (): string | undefined => {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const paths = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path));
};

/**
 * Starts a Chromium that is installed.
 *
 * @throws PrerequisiteMissing
 */
export const startChromium = async (): Promise<Browser> => {
  const executablePath = installed();
  if (executablePath === undefined) {
    throw new PrerequisiteMissing(
      `it needs Chromium. Install one (${NAMES.join(', ')}), or set CHROMIUM to its path`,
    );
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
};
