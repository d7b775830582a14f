import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interrupt } from './interrupt.ts';
import type { Credentials, Target } from './target.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** What `npm run aws-config` prints with these words, for a configuration in a file. */
export const printedConfig = async (file: string, ...words: readonly string[]): Promise<string> => {
  const main = join(ROOT, 'cli', 'access', 'main.ts');
  const node = ['--import', join(ROOT, 'cli', 'node-24.mjs'), main, 'aws-config', ...words, '--config', file];
  const { stdout } = await promisify(execFile)(process.execPath, node, { signal: interrupt });
  return stdout;
};

const WHO = `
import sys
from botocore.session import Session
print(Session(profile=sys.argv[1]).create_client("sts").get_caller_identity()["Arn"])
`;

/** A person's machine: a home of its own, with their keys in the profile that the printed configuration names. */
export const machineOf = (target: Target, folder: string, keys: Credentials) => {
  const home = mkdtempSync(join(folder, 'machine-'));
  mkdirSync(join(home, '.aws'));
  writeFileSync(
    join(home, '.aws', 'credentials'),
    `[gateway]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`,
  );
  const { AWS_ENDPOINT_URL = '' } = target.environment('gateway');
  return {
    /** Who botocore is in a profile of this file, once the code is typed; or what it says instead. */
    whoIs: async (config: string, profile: string, code: string): Promise<string> => {
      writeFileSync(join(home, '.aws', 'config'), config);
      const child = spawn(target.python ?? 'python3', ['-W', 'ignore', '-c', WHO, profile], {
        env: { HOME: home, AWS_ENDPOINT_URL, AWS_EC2_METADATA_DISABLED: 'true' },
        stdio: ['pipe', 'pipe', 'pipe'],
        signal: interrupt,
        // Without a terminal, botocore reads the code from standard input.
        detached: true,
      });
      let [out, errors] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text;
      });
      child.stdin.end(`${code}\n`);
      const [exitCode] = await once(child, 'close');
      return exitCode === 0 ? out.trim() : errors;
    },
  };
};
