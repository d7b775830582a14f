import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Configuration } from '../../infra/config/configuration.ts';
import type { Stack } from '../../local/template/template.ts';

declare global {
  /** In a test: from environment.ts. */
  var cdkOutsideJest: (() => typeof import('./cdk.ts')) | undefined;
}

/** The CDK, outside of Jest in a test. To load it takes longer than most tests: only who synthesizes does. */
export const loadCdk = (): typeof import('./cdk.ts') =>
  globalThis.cdkOutsideJest?.() ?? createRequire(import.meta.filename)('./cdk.ts');

/** Synthesizes anew. */
export const synthesizeNow = (configuration: Configuration): Stack[] =>
  JSON.parse(loadCdk().synthesize(JSON.stringify(configuration)));

/** The stacks of a configuration, synthesized once in a run of all tests, whichever file asks first. */
export const synthesize = (configuration: Configuration): Stack[] => {
  const folder = process.env.TEST_TEMPLATES;
  if (folder === undefined) return synthesizeNow(configuration);
  const key = createHash('sha256').update(JSON.stringify(configuration)).digest('hex');
  const file = join(folder, `${key}.json`);
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(synthesizeNow(configuration)));
    renameSync(unfinished, file);
  }
  const stacks: Stack[] = JSON.parse(readFileSync(file, 'utf8'));
  return stacks;
};
