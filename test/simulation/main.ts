import { progressOn } from './progress.ts';
import { run } from './run.ts';

// A reader such as head may close the pipe early, which is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const begin = performance.now();
const { show, clear } = progressOn(process.stderr, () => performance.now() - begin);

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => {
    clear();
    process.stdout.write(text);
  },
  error: (line) => {
    clear();
    process.stderr.write(`${line}\n`);
  },
  progress: show,
});
clear();
