import { PrerequisiteMissing } from './prerequisite-missing.ts';
import { runProgram } from './run-program.ts';

/** Any Python that ministack runs on, by the names that it is installed under. */
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Prints its version, if it is new enough and can make virtual environments. */
const PROBE = [
  'import sys, venv, ensurepip',
  'assert sys.version_info >= (3, 10)',
  'print("%d.%d.%d" % sys.version_info[:3])',
].join('\n');

/** A Python of this machine. */
export type Python = { readonly program: string; readonly version: string };

/**
 * Finds a Python of 3.10 or later.
 *
 * @throws PrerequisiteMissing when there is none
 */
export const findPython = async (): Promise<Python> => {
  for (const program of NAMES) {
    const { code, output } = await runProgram(program, ['-c', PROBE], { cwd: '/', env: process.env });
    if (code === 0) return { program, version: output.trim() };
  }
  throw new PrerequisiteMissing(
    'Python 3.10 or later with its module venv is missing: install it (for example python3 and python3-venv).',
  );
};
