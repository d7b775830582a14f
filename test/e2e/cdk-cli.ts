import { spawn } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '..', '..', 'node_modules', 'aws-cdk', 'bin', 'cdk');

export type CdkOptions = {
  /** The folder that it runs in. */
  readonly cwd: string;
  /** All of its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends it. */
  readonly signal?: AbortSignal;
};

/**
 * Runs the CDK CLI to its end.
 *
 * @throws Error with its whole output if it fails
 */
export const cdkCli = (words: readonly string[], options: CdkOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...words], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`cdk ${words.join(' ')} failed:\n${output}`));
    });
  });
