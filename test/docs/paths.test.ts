import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = ['*.md', 'docs/*.md', 'docs/adr/*.md'];

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

test('every file that a document names or links to is there', () => {
  const named = globSync(DOCUMENTS, { cwd: ROOT }).flatMap((document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const paths = all(text, /`((?:infra|lambdas|cli|local|test)\/[\w./-]+)`/g);
    const links = all(text, /\]\(([^)#:]+)(?:#[^)]*)?\)/g).map((link) => join(dirname(document), link));
    return [...paths, ...links].map((path) => `${document}: ${path}`);
  });
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter((one) => !existsSync(join(ROOT, one.split(': ')[1] ?? '')))).toEqual([]);
});
