import { spawnSync } from 'node:child_process';
import { PrerequisiteMissing } from './prerequisite-missing.ts';

/** An interpreter that can make virtual environments; `identity` changes with every version and place of it. */
export type Python = { readonly command: string; readonly identity: string };

const COMMANDS = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Debian has venv without ensurepip, in a package of their own. */
const PROBE =
  'import ensurepip, sys, venv; assert sys.version_info >= (3, 10); print(sys.executable, sys.version)';

/**
 * Finds Python 3.10 or later on the PATH.
 *
 * @throws PrerequisiteMissing
 */
export const findPython = (): Python => {
  for (const command of COMMANDS) {
    const { status, stdout } = spawnSync(command, ['-c', PROBE], { encoding: 'utf8' });
    if (status === 0) return { command, identity: stdout };
  }
  throw new PrerequisiteMissing('Python 3.10 or later with its modules venv and ensurepip is missing.');
};
