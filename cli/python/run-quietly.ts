import { spawn } from 'node:child_process';

export type Ended = { readonly succeeded: boolean; readonly output: string };

/** Runs a command and keeps what it writes. An abort of the signal ends it; then, once it has ended, this rejects. */
export const runQuietly = (command: string, words: readonly string[], signal: AbortSignal): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    signal.addEventListener('abort', () => child.kill(), { once: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (signal.aborted) reject(signal.reason);
      else resolve({ succeeded: code === 0, output });
    });
  });
