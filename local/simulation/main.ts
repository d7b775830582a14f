import { run } from './run.ts';

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const clear = '\r\u001b[K';
const begin = performance.now();
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
  progress: (done, all, failing) => {
    if (!process.stderr.isTTY) return;
    isCounting = true;
    const left = ((performance.now() - begin) / done) * (all - done);
    const failed = failing > 0 ? `, ${failing} did not hold` : '';
    process.stderr.write(`${clear}${done} of ${all} runs${failed}, ${Math.ceil(left / 1000)} s left`);
  },
});
stopCounting();
