import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs with a file that holds a configuration, for --config. */
export const withConfiguration = async <T>(
  configuration: unknown,
  use: (file: string) => Promise<T>,
): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  try {
    const file = join(folder, 'ours.json');
    writeFileSync(file, JSON.stringify(configuration));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
