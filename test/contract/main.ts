import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Screen, start, understand, wrongUsage } from '../../cli/command.ts';
import { PrerequisiteMissing } from '../../cli/python/prerequisite-missing.ts';
import { sitePackages, virtualEnvironment } from '../../cli/python/virtual-environment.ts';
import { startMoto } from './start-moto.ts';

const HELP = `Holds every client of AWS against moto, and the embedded AWS against the same
contracts: about two minutes. It needs Python 3.10 or later.

  npm run test:contract             all
  npm run test:contract -- NAME     those whose file's name holds this word

Options
  -t, --testNamePattern TEXT   those tests alone whose names match
  -h, --help                   this text

Exit code: 0 if all hold, 1 if not, 2 where it cannot run, or for wrong usage.
`;

/** Jest's arguments, checked first: creating the environment takes a minute, which a typing error should not cost. */
const jestWords = (words: readonly string[], screen: Screen): string[] | null => {
  const { values, positionals } = understand('test:contract', {
    args: [...words],
    allowPositionals: true,
    options: {
      testNamePattern: { type: 'string', short: 't' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    screen.out(HELP.trimEnd());
    return null;
  }
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.contract.ts'));
  const unknown = positionals.find((word) => !files.some((name) => name.includes(word)));
  if (unknown !== undefined) {
    throw wrongUsage('test:contract', `No file of a contract has a name with '${unknown}'`);
  }
  const { testNamePattern } = values;
  return [...positionals, ...(testNamePattern === undefined ? [] : ['-t', testNamePattern])];
};

const root = join(import.meta.dirname, '..', '..');

/** The environment of the tests. It leads only to the AWS at this address, and to moto's Python with its botocore. */
const environment = (url: string, python: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))),
  AWS_ENDPOINT_URL: url,
  MOTO_PYTHON: python,
  BOTOCORE_DATA: join(sitePackages(python), 'botocore', 'data'),
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});

const jest = async (
  given: readonly string[],
  url: string,
  python: string,
  signal: AbortSignal,
): Promise<number> => {
  const words = [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--config',
    join(import.meta.dirname, 'jest.config.ts'),
    ...given,
  ];
  const child = spawn(process.execPath, words, { stdio: 'inherit', env: environment(url, python), signal });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
};

const run = async (words: readonly string[], signal: AbortSignal): Promise<number> => {
  const python = await virtualEnvironment({
    requirements: join(import.meta.dirname, 'requirements.txt'),
    path: join(root, '.venv', 'contract'),
    making: (folder) => process.stderr.write(`test:contract: making ${folder}\n`),
    signal,
  });
  const moto = await startMoto(python);
  try {
    // Only now: it loads the CDK, for which help and a typing error need not wait.
    const { deploy } = await import('./deploy.ts');
    await deploy(moto.url);
    return await jest(words, moto.url, python, signal);
  } finally {
    await moto.stop();
  }
};

await start({
  name: 'test:contract',
  run: async (given, screen) => {
    const words = jestWords(given, screen);
    if (words === null) return 0;
    const interrupt = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt.abort());
    try {
      return (await run(words, interrupt.signal)) === 0 ? 0 : 1;
    } catch (error) {
      if (error instanceof PrerequisiteMissing) {
        screen.error(`test:contract: ${error.message}`);
        return 2;
      }
      if (interrupt.signal.aborted) process.exit(130);
      throw error;
    }
  },
});
