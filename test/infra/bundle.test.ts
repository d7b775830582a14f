import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder } from '../in-folder.ts';

const root = join(import.meta.dirname, '..', '..');

/** Bundles a function, or what `entry` names, and returns the written files by name. */
const bundle = (name: string, entry = join(root, 'lambdas', name, 'index.ts')): Record<string, string> =>
  inFolder((folder) => {
    execFileSync(process.execPath, [join(root, 'infra', 'bundle.ts'), entry, folder]);
    const files = readdirSync(folder).sort();
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  });

test('a bundle is the same each time, contains no path of this machine, and imports only modules of Node', () => {
  const files = bundle('intake');
  expect(Object.keys(files)).toContain('index.mjs');
  expect(bundle('intake')).toEqual(files);

  const code = Object.values(files).join('\n');
  expect(code).not.toContain(root);
  const imported = [...code.matchAll(/\bfrom\s*["'`]([^"'`]+)["'`]|\bimport\(\s*["'`]([^"'`]+)["'`]\s*\)/g)]
    .map(([, fromStatic, fromDynamic]) => fromStatic ?? fromDynamic ?? '')
    .filter((module) => !module.startsWith('./'));
  expect(imported.filter((module) => !isBuiltin(module))).toEqual([]);
  expect(imported.length).toBeGreaterThan(0);
});

test('a bundle takes its credentials from the environment, and has no code for any other place', () => {
  const code = Object.values(bundle('sessions')).join('\n');
  expect(code).toContain('AWS_SECRET_ACCESS_KEY');
  expect(code).not.toContain('AWS_WEB_IDENTITY_TOKEN_FILE');
});

test("what renders the report's page holds its script and style as text, since a function has no source files", () => {
  const renderPage = join(root, 'lambdas/domain/report/page/render-page.ts');
  const code = Object.values(bundle('renderPage', renderPage)).join('\n');
  expect(code).toContain('class Resources');
  expect(code).toContain('light-dark(');
  expect(code).not.toContain('stripTypeScriptTypes');
});
