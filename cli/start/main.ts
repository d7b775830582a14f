import { columnsOf } from '../style.ts';
import { run } from './run.ts';

// A reader such as head closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const isWatched = process.stderr.isTTY;
const clear = '\r\u001b[K';
let isCounting = false;

const stopCounting = (): void => {
  if (isCounting) process.stderr.write(clear);
  isCounting = false;
};

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => {
    stopCounting();
    process.stdout.write(text);
  },
  error: (line) => {
    stopCounting();
    process.stderr.write(`${line}\n`);
  },
  columns: columnsOf(process.stdout, process.env),
  colour: process.stdout.isTTY && !process.env.NO_COLOR,
  progress: (files, records) => {
    if (!isWatched) return;
    isCounting = true;
    process.stderr.write(`${clear}read ${files} files, ${records} records`);
  },
});
