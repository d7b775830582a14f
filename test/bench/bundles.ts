import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Bundles of a checkout as they are deployed, in a temporary folder, and an empty handler beside them. */
export const bundles = (names: readonly string[], root = ROOT) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  for (const name of names) {
    const entry = join(root, 'lambdas', name, 'index.ts');
    execFileSync(process.execPath, [join(root, 'infra/bundle.ts'), entry, join(folder, name)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'empty', 'index.mjs'), 'export const handler = async () => {};\n');
  return {
    folder,
    path: (name: string): string => join(folder, name, 'index.mjs'),
    kilobytes: (name: string): number =>
      readdirSync(join(folder, name)).reduce(
        (sum, file) => sum + statSync(join(folder, name, file)).size,
        0,
      ) / 1000,
    remove: (): void => rmSync(folder, { recursive: true }),
  };
};
