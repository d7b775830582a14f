import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { firstFreshSeed } from './fresh-seeds.ts';

// An unpacked archive: files without a commit.
const archive = mkdtempSync(join(tmpdir(), 'archive-'));
beforeAll(() => {
  for (const folder of ['infra', 'lambdas', 'local', 'test/simulation']) {
    mkdirSync(join(archive, folder), { recursive: true });
    writeFileSync(join(archive, folder, 'one.ts'), '// as it is');
  }
});
afterAll(() => rmSync(archive, { recursive: true }));

test('without a commit, seeds depend on the sources', () => {
  const before = firstFreshSeed(archive);
  expect(firstFreshSeed(archive)).toEqual(before);
  expect(before.of).toMatch(/^sources [0-9a-f]{12}$/);
  expect(before.seed).toBeGreaterThanOrEqual(1);
  writeFileSync(join(archive, 'local', 'README'), 'plays nothing');
  expect(firstFreshSeed(archive)).toEqual(before);
  writeFileSync(join(archive, 'local', 'one.ts'), '// changed');
  expect(firstFreshSeed(archive)).not.toEqual(before);
});

test('on the same commit, the seeds are the same', () => {
  const root = join(import.meta.dirname, '..', '..');
  expect(firstFreshSeed(root)).toEqual(firstFreshSeed(root));
});
