/** Something outside of the repository that a suite needs and this machine lacks: told in one line, exit code 2. */
export class PrerequisiteMissing extends Error {
  override readonly name = 'PrerequisiteMissing';
}
