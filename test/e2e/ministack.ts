import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { until } from './until.ts';

/** A running emulator. */
export type Ministack = {
  readonly endpoint: string;
  /** Its warnings, each once, to explain a run that failed. */
  readonly warnings: () => readonly string[];
  readonly stop: () => void;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

/**
 * Starts ministack, patched to behave like AWS, on a free port of this machine. It writes only to the given folder.
 *
 * @param python the virtual environment's
 */
export const startMinistack = async (python: string, folder: string): Promise<Ministack> => {
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'ministack.log');
  // Functions inherit this environment, so it must contain nothing of ours.
  const child = spawn(python, [join(import.meta.dirname, 'ministack_as_aws.py')], {
    // It has its own process group, so that the functions that it runs end with it.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      // Functions run with this Node.
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      HOME: folder,
      // Bytecode goes beside the interpreter, not into the sources.
      PYTHONPYCACHEPREFIX: join(dirname(python), '..', 'pycache'),
      TMPDIR: folder,
      STATE_DIR: join(folder, 'state'),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      IOT_MTLS_ENABLED: '0',
    },
  });
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const group = child.pid;
  const stop = (): void => {
    if (group === undefined) return;
    try {
      process.kill(-group, 'SIGKILL');
    } catch (error) {
      // It had ended by itself.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  process.prependOnceListener('exit', stop);
  const endpoint = `http://127.0.0.1:${port}`;
  await until(`ministack to answer (${logFile})`, 60, async () => {
    if (child.exitCode !== null) throw new Error(`ministack ended:\n${readFileSync(logFile, 'utf8')}`);
    return answers(`${endpoint}/_ministack/health`);
  });
  return {
    endpoint,
    warnings: () => [
      ...new Set(
        readFileSync(logFile, 'utf8')
          .split('\n')
          .flatMap((line) => / (?:WARNING|ERROR) .+/.exec(line)?.[0].trim() ?? []),
      ),
    ],
    stop,
  };
};
