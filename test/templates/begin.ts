import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests of a run: makes the folder that synthesize.ts keeps templates in. */
export default (): void => {
  process.env.TEST_TEMPLATES = mkdtempSync(join(tmpdir(), 'templates-'));
};
