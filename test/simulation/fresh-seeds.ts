import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const git = (root: string, ...words: readonly string[]): string =>
  execFileSync('git', ['-C', root, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** The folders of the service, the emulator and the simulation. */
const SOURCES = ['infra', 'lambdas', 'local', 'test/simulation'];

const hashOfSources = (root: string): string => {
  const hash = createHash('sha256');
  for (const folder of SOURCES) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((one) => one.endsWith('.ts')).sort()) {
      hash.update(`${folder}/${name}\n`).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex');
};

/** The first seed of a test run. It follows from the commit; without a commit, as in an archive, from the sources. */
export const firstFreshSeed = (root: string): { readonly seed: number; readonly of: string } => {
  const seedOf = (hash: string): number => 1 + (Number.parseInt(hash.slice(0, 8), 16) % 4_000_000_000);
  try {
    // An unpacked archive may lie inside another repository.
    if (realpathSync(git(root, 'rev-parse', '--show-toplevel')) !== realpathSync(root))
      throw new Error('not ours');
    const commit = git(root, 'rev-parse', 'HEAD');
    return { seed: seedOf(commit), of: `commit ${commit.slice(0, 12)}` };
  } catch {
    const hash = hashOfSources(root);
    return { seed: seedOf(hash), of: `sources ${hash.slice(0, 12)}` };
  }
};
