import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PrerequisiteMissing } from './prerequisite-missing.ts';
import { findPython } from './python.ts';
import { runProgram } from './run-program.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** What pip says last is why it failed. */
const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';

/**
 * Makes the virtual environment that requirements.txt describes, every file checked by its hash, or finds the one made
 * before; answers with its Python. One a version of the requirements and of Python: it never changes once it is there.
 *
 * @throws PrerequisiteMissing without a Python, or without the network that the packages come over
 */
export const virtualEnvironment = async (): Promise<string> => {
  const python = await findPython();
  const requirements = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(ROOT, '.venv', 'e2e', `${requirements}-${python.version}`);
  if (existsSync(folder)) return join(folder, 'bin', 'python');

  // Two runs at once make one each; the first to be ready is kept.
  const made = `${folder}.${process.pid}`;
  const options = { cwd: ROOT, env: process.env };
  try {
    const venv = await runProgram(python.program, ['-m', 'venv', made], options);
    if (venv.code !== 0) {
      throw new PrerequisiteMissing(`${python.program} -m venv failed: ${lastLine(venv.output)}`);
    }
    const install = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--requirement', REQUIREMENTS];
    const pip = await runProgram(join(made, 'bin', 'python'), install, options);
    if (pip.code !== 0) {
      throw new PrerequisiteMissing(
        `The emulator cannot be installed; is there a network? pip: ${lastLine(pip.output)}`,
      );
    }
    if (!existsSync(folder)) renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return join(folder, 'bin', 'python');
};
