import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running moto; `url` is its address. */
type Moto = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts moto on a free port. It ends when stopped, and whenever this process ends. */
export const startMoto = async (python: string): Promise<Moto> => {
  const moto = spawn(python, [join(import.meta.dirname, 'moto_as_aws.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
    // It has its own process group. Ctrl-C reaches it only through its standard input, so it ends without a stack trace.
    detached: true,
  });
  const ended = once(moto, 'exit');
  const address = once(createInterface(moto.stdout), 'line').then(([line]) => String(line));
  const url = await Promise.race([address, ended.then(() => null)]);
  if (url === null) throw new Error(`moto ended before it listened, with exit code ${moto.exitCode}`);
  return {
    url,
    stop: async () => {
      moto.stdin.end();
      await ended;
    },
  };
};
