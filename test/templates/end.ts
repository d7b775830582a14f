import { rmSync } from 'node:fs';

/** After all tests of a run: the next one synthesizes anew. */
export default (): void => {
  const folder = process.env.TEST_TEMPLATES;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
};
