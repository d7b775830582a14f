import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PrerequisiteMissing } from './prerequisite-missing.ts';

/** An interpreter that can make virtual environments; `identity` changes with every version and place of it. */
type Python = { readonly command: string; readonly identity: string };

const COMMANDS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Debian has venv without ensurepip, in a package of their own. */
const PROBE =
  'import ensurepip, sys, venv; assert sys.version_info >= (3, 10); print(sys.executable, sys.version)';

/**
 * Finds Python 3.10 or later on the PATH.
 *
 * @throws PrerequisiteMissing
 */
const findPython = (): Python => {
  for (const command of COMMANDS) {
    const { status, stdout } = spawnSync(command, ['-c', PROBE], { encoding: 'utf8' });
    if (status === 0) return { command, identity: stdout };
  }
  throw new PrerequisiteMissing('Python 3.10 or later with its modules venv and ensurepip is missing.');
};

type Ended = { readonly succeeded: boolean; readonly output: string };

/** Runs a command and keeps what it writes. An abort of the signal ends it; then, once it has ended, this rejects. */
const runQuietly = (command: string, words: readonly string[], signal: AbortSignal): Promise<Ended> =>
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

type VirtualEnvironmentProps = {
  /** A file of requirements with a hash for each. */
  readonly requirements: string;
  /** Where it goes: the path up to the hash that ends its name. */
  readonly path: string;
  /** Whether only the requirements themselves are installed: for packages whose data is read and whose code is not run. */
  readonly withoutDependencies?: boolean;
  /** Tells that it is being made, which takes a while. */
  readonly making: (folder: string) => void;
  readonly signal: AbortSignal;
};

const pythonIn = (folder: string): string => join(folder, 'bin', 'python');

/**
 * Makes a virtual environment of the requirements, or finds the one made before of the same requirements by the same
 * Python. Returns its interpreter.
 *
 * @throws PrerequisiteMissing without Python, or when the requirements cannot be installed
 */
export const virtualEnvironment = async (props: VirtualEnvironmentProps): Promise<string> => {
  const { requirements, path, withoutDependencies = false, making, signal } = props;
  const { command, identity } = findPython();
  const hash = createHash('sha256').update(identity).update(readFileSync(requirements)).digest('hex');
  const folder = `${path}-${hash.slice(0, 12)}`;
  if (existsSync(folder)) return pythonIn(folder);

  making(folder);
  mkdirSync(dirname(path), { recursive: true });
  // Made elsewhere and renamed once whole: a run that is broken off leaves nothing that looks ready, and two at once
  // do not meet. Only its scripts know where they were made, and none is used.
  const made = mkdtempSync(`${path}-making-`);
  try {
    const venv = await runQuietly(command, ['-m', 'venv', made], signal);
    if (!venv.succeeded) throw new PrerequisiteMissing(`Python cannot make ${made}: ${lastOf(venv.output)}`);
    const words = ['install', '--require-hashes', '--no-compile', '--retries', '1', '-r', requirements];
    if (withoutDependencies) words.push('--no-deps');
    const pip = await runQuietly(pythonIn(made), ['-m', 'pip', ...words], signal);
    if (!pip.succeeded) {
      const why = pip.output.split('\n').find((line) => line.startsWith('ERROR:')) ?? lastOf(pip.output);
      throw new PrerequisiteMissing(`pip cannot install what ${requirements} lists (no network?): ${why}`);
    }
    renameOrYield(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return pythonIn(folder);
};

const lastOf = (output: string): string => output.trim().split('\n').at(-1) ?? '';

/** Another run may have been first: its folder is as good. */
const renameOrYield = (made: string, folder: string): void => {
  try {
    renameSync(made, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
};

/** Where an environment has its packages. */
export const sitePackages = (python: string): string =>
  execFileSync(python, ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], {
    encoding: 'utf8',
  }).trim();
