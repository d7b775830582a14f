import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

// The bundle of a function holds the texts of this module, not the module: infra/bundle.ts.

/** The files of the browser's script, each after those that it imports. */
const SCRIPT = [
  '../../reminder/tag-commands.ts',
  '../csv.ts',
  'markup.ts',
  'browser/rows.ts',
  'browser/elements.ts',
  'browser/filters.ts',
  'browser/grid.ts',
  'browser/details.ts',
  'browser/resources.ts',
  'browser/main.ts',
];

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

/** Removes types. Node warns that the function is experimental; the version of Node is pinned, so nobody needs to know. */
const withoutTypes = (source: string): string => {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
};

/** A file without its imports and exports: the files stand in one script, one after the other. */
const inOneScript = (source: string): string =>
  withoutTypes(source)
    .replaceAll(/^import\s[^;]*;\n/gm, '')
    .replaceAll(/^export (?=(async |const |class |function\b))/gm, '')
    .replaceAll(/^[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n');

let script: string | undefined;

/** The script of the page. */
export const pageScript = (): string => {
  script ??= SCRIPT.map((name) => inOneScript(read(name))).join('\n');
  return script;
};

/** The style sheet of the page. */
export const pageStyle = (): string => read('page.css');
