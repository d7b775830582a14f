import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PrerequisiteMissing } from '../python/prerequisite-missing.ts';
import { virtualEnvironment } from '../python/virtual-environment.ts';
import { deploy } from './deploy.ts';
import { startMoto } from './start-moto.ts';

const HELP = `Holds every client of AWS against moto, and the embedded AWS against the same contracts: about two minutes. It needs
Python 3.10 or later.

  npm run test:contract                 all
  npm run test:contract -- WORDS        as Jest takes them: part of a file's name, -t and part of a test's

Exit code: 0 if all hold, 1 if not, 2 where it cannot run.
`;

if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
  process.stdout.write(HELP);
  process.exit();
}

const root = join(import.meta.dirname, '..', '..');

/** The environment of the tests: nothing in it leads to any AWS but the one at the address. */
const environment = (url: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ENDPOINT_URL: url,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});

const jest = async (url: string, signal: AbortSignal): Promise<number> => {
  const words = [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--config',
    join(import.meta.dirname, 'jest.config.ts'),
    ...process.argv.slice(2),
  ];
  const child = spawn(process.execPath, words, { stdio: 'inherit', env: environment(url), signal });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
};

const run = async (signal: AbortSignal): Promise<number> => {
  const python = await virtualEnvironment({
    requirements: join(import.meta.dirname, 'requirements.txt'),
    path: join(root, '.venv', 'contract'),
    making: (folder) => process.stderr.write(`test:contract: making ${folder}\n`),
    signal,
  });
  const moto = await startMoto(python);
  try {
    await deploy(moto.url);
    return await jest(moto.url, signal);
  } finally {
    await moto.stop();
  }
};

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
try {
  process.exitCode = await run(interrupt.signal);
} catch (error) {
  if (error instanceof PrerequisiteMissing) {
    process.stderr.write(`test:contract: ${error.message}\n`);
    process.exitCode = 2;
  } else if (interrupt.signal.aborted) {
    process.exitCode = 130;
  } else {
    throw error;
  }
}
