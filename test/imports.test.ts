import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(__dirname, '..');

/** Each imports only what stands before it: docs/design.md, "Folders". What is in no folder of the domain stands before all. */
const DOMAIN = ['record', 'launcher', 'compliance', 'grace-period', 'notice', 'breaker', 'sweep'];

type Import = { readonly from: string; readonly to: string };

/** What the files under a folder import of this project: paths from its root. */
const importsUnder = (folder: string): Import[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const from = join(folder, name);
      const source = readFileSync(join(ROOT, from), 'utf8');
      return [...source.matchAll(/(?:from|import\(|import) ?'(\.[^']+)'/g)].map(([, path = '']) => ({
        from,
        to: normalize(join(dirname(from), path)),
      }));
    });

const isIn = (folders: readonly string[], { to }: Import): boolean =>
  folders.some((folder) => to.startsWith(`${folder}/`));

/** Where a file stands in the order of the domain. */
const placeOf = (path: string): number => DOMAIN.indexOf(path.split('/')[2] ?? '');

test.each([
  ['lambdas', ['infra', 'local', 'cli', 'test']],
  ['infra', ['local', 'cli', 'test']],
  ['local', ['cli', 'test']],
  ['cli', ['test']],
  ['cli/doctor', ['local', 'cli/start']],
  ['cli/explain', ['local']],
  ['cli/redrive', ['local']],
  ['cli/breaker', ['local', 'cli/start']],
])('%s imports nothing of %j', (folder, others) => {
  const imports = importsUnder(folder);
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((one) => isIn(others, one))).toEqual([]);
});

test('the domain imports nothing else of the project, and no folder of it one that stands after it', () => {
  const inside = importsUnder('lambdas/domain');
  expect(inside.filter((one) => !isIn(['lambdas/domain'], one))).toEqual([]);
  expect(new Set(inside.map(({ to }) => placeOf(to))).size).toBeGreaterThan(DOMAIN.length - 1);
  expect(inside.filter(({ from, to }) => placeOf(to) > placeOf(from))).toEqual([]);
});

/** The lines of a handler: from `export const createHandler` to the next thing in the file. */
const handlerIn = (source: string): string[] => {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.startsWith('export const createHandler'));
  const rest = lines.slice(start);
  const end = rest.findIndex(
    (line, index) => index > 0 && line === '' && /^[^\s})]/.test(rest[index + 1] ?? ''),
  );
  return end < 0 ? rest.slice(0, -1) : rest.slice(0, end);
};

const handlers = readdirSync(join(ROOT, 'lambdas'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('/handler.ts'),
);

test.each(handlers)('lambdas/%s: the handler has 40 lines at most', (name) => {
  const lines = handlerIn(readFileSync(join(ROOT, 'lambdas', name), 'utf8'));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.length).toBeLessThanOrEqual(40);
});
