import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');

/** Each folder imports only from those before it: docs/design.md, "Folders". Files in no folder come before all folders. */
const DOMAIN = [
  'record',
  'launcher',
  'compliance',
  'creation',
  'propagation',
  'grace-period',
  'notice',
  'reminder',
  'breaker',
  'sweep',
  'access',
  'report',
];

type Import = { readonly from: string; readonly to: string };

/** The source files under a folder, as paths from the root. */
const sourcesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** The imports of this project's files in the files under a folder, as paths from the root. */
const importsUnder = (folder: string): Import[] =>
  sourcesUnder(folder).flatMap((from) => {
    const source = readFileSync(join(ROOT, from), 'utf8');
    return [...source.matchAll(/(?:from|import\(|import) ?'(\.[^']+)'/g)].map(([, path = '']) => ({
      from,
      to: normalize(join(dirname(from), path)),
    }));
  });

const isIn = (folders: readonly string[], { to }: Import): boolean =>
  folders.some((folder) => to.startsWith(`${folder}/`));

/** The place of a file's folder in the order of the domain. */
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
  ['cli/access', ['local', 'cli/start']],
  ['cli/report', ['local', 'cli/start']],
  ['cli/owned', ['local', 'cli/start']],
  ['cli/cost-tag', ['local', 'cli/start']],
])('%s imports nothing from %j', (folder, others) => {
  const imports = importsUnder(folder);
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((one) => isIn(others, one))).toEqual([]);
});

test('the domain imports nothing else of the project, and no folder of the domain imports a later one', () => {
  const inside = importsUnder('lambdas/domain');
  expect(inside.filter((one) => !isIn(['lambdas/domain'], one))).toEqual([]);
  expect(new Set(inside.map(({ to }) => placeOf(to))).size).toBeGreaterThan(DOMAIN.length - 1);
  expect(inside.filter(({ from, to }) => placeOf(to) > placeOf(from))).toEqual([]);
});

/** The lines of a handler: from `export const createHandler` to the next declaration. */
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

/** The number of lines of each source file under these folders. */
const sizesOf = (folders: readonly string[]): number[] =>
  folders
    .flatMap((folder) => sourcesUnder(folder))
    .map((path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1)
    .sort((a, b) => a - b);

const PROJECT = ['infra', 'lambdas', 'local', 'cli'];

// 45, 115 and 320 held instances alone; creations of all other resources, the report and access have rooms of their own.
test.each([
  [['infra'], 68],
  [['lambdas'], 200],
  [PROJECT, 456],
])('%j has %i source files at most', (folders, most) => {
  const { length } = sizesOf(folders);
  expect(length).toBeGreaterThan(most / 2);
  expect(length).toBeLessThanOrEqual(most);
});

test('no source file has more than 300 lines, nine in ten have 200 at most, and the median is from 50 to 95', () => {
  const sizes = sizesOf(PROJECT);
  expect(sizes.at(-1)).toBeLessThanOrEqual(300);
  expect(sizes[Math.ceil(sizes.length * 0.9) - 1]).toBeLessThanOrEqual(200);
  const median = sizes[Math.floor(sizes.length / 2)];
  expect(median).toBeGreaterThanOrEqual(50);
  expect(median).toBeLessThanOrEqual(95);
});
