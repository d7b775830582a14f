import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPython } from './find-python.ts';
import { PrerequisiteMissing } from './prerequisite-missing.ts';
import { runQuietly } from './run-quietly.ts';

export type VirtualEnvironmentProps = {
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
