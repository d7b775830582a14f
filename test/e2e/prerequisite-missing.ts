/** Something that this machine lacks: the run says it in one line and exits with 2, since nothing was tested. */
export class PrerequisiteMissing extends Error {
  override readonly name = 'PrerequisiteMissing';
}
