import { hash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../infra/config/configuration.ts';
import { synthesize as synthesizeNow } from '../../local/template/synthesize.ts';
import type { Stack } from '../../local/template/template.ts';

/** What was synthesized, by configuration: as text, so that no test changes what another one gets. */
const synthesized = new Map<string, string>();

/** The workers of one run of the tests share what they synthesize in a folder, which ends with the run (jest.config.ts). */
const shared = (configuration: string, synthesizeText: () => string): string => {
  const folder = process.env.SYNTHESIZED;
  if (!folder) return synthesizeText();
  const file = join(folder, hash('sha256', configuration));
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = synthesizeText();
  // Another worker sees the file whole, or not at all.
  writeFileSync(`${file} ${process.pid}`, text);
  renameSync(`${file} ${process.pid}`, file);
  return text;
};

/** The stacks of a configuration. They are synthesized once, whichever test asks first. */
export const synthesize = (configuration: Configuration): Stack[] => {
  const key = JSON.stringify(configuration);
  const text = synthesized.get(key) ?? shared(key, () => JSON.stringify(synthesizeNow(configuration)));
  synthesized.set(key, text);
  return JSON.parse(text);
};
