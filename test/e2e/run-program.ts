import { spawn } from 'node:child_process';

export type Ran = { readonly code: number | null; readonly output: string };

export type RunOptions = {
  /** The folder that it runs in. */
  readonly cwd: string;
  /** All of its environment. */
  readonly env: NodeJS.ProcessEnv;
};

/** Runs a program to its end. `output` is what it wrote to both streams; `code` is null where there is no such program. */
export const runProgram = (
  program: string,
  args: readonly string[],
  { cwd, env }: RunOptions,
): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
