/** Something outside of the repository that a suite needs and this machine lacks: one line says so, with exit code 2. */
export class PrerequisiteMissing extends Error {
  override readonly name = 'PrerequisiteMissing';
}
