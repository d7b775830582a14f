import { type Command, runCommand } from './command.ts';

const CLEAR = '\r\u001b[K';

/** Runs a command as this process: its words, its terminal, its exit code. */
export const start = async (command: Command): Promise<void> => {
  // A reader that has seen enough, such as head, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const isWatched = process.stderr.isTTY;
  const clear = (): void => {
    if (isWatched) process.stderr.write(CLEAR);
  };
  process.exitCode = await runCommand(command, process.argv.slice(2), {
    out: (line) => {
      clear();
      process.stdout.write(`${line}\n`);
    },
    error: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (text) => {
      if (isWatched) process.stderr.write(`${CLEAR}${text}`);
    },
    colour: process.stdout.isTTY && !process.env.NO_COLOR,
  });
  clear();
};
