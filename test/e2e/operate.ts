import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configuration, HUB_REGION, SUB_ACCOUNT_NAMES } from './configuration.ts';
import { interrupt } from './interrupt.ts';
import type { Target } from './target.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A command's output and exit code. */
export type Said = { readonly exitCode: number | null; readonly text: string };

/** Runs an administrators' command (`npm run …`) with the hub's credentials and the whole configuration. */
export type Operate = (command: string | undefined) => Promise<Said>;

const NPM_RUN = /^npm run (breaker|doctor|explain|redrive|report)(?: -- (.+))?$/;

/** Runs each command in its own process, as administrators do. */
export const operate = (target: Target, folder: string): Operate => {
  const config = join(folder, 'configuration.json');
  writeFileSync(config, JSON.stringify(configuration(target, SUB_ACCOUNT_NAMES)));
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    TMPDIR: process.env.TMPDIR,
    AWS_REGION: HUB_REGION,
    ...target.environment('hub'),
  };
  return (command = '') =>
    new Promise((resolve, reject) => {
      const [, name, words] = NPM_RUN.exec(command) ?? [];
      if (name === undefined) throw new Error(`Not a command of administrators: ${command}`);
      const main = join(ROOT, 'cli', name, 'main.ts');
      const others = words === undefined ? [] : words.split(' ');
      const node = ['--import', join(ROOT, 'cli', 'node-24.mjs'), main, ...others, '--config', config];
      // Warnings of others, such as the SDK's about the emulator's queues, are not part of the output.
      const child = spawn(process.execPath, node, {
        env,
        signal: interrupt,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ exitCode, text }));
    });
};
