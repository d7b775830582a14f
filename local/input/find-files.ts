import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, hasCode, reasonOf } from './fault.ts';

/** What a folder is searched for. A file that is named itself may have any name. */
const LOG = /\.(json|jsonl|ndjson|log|gz)$/i;

/** Signatures of the logs that CloudTrail puts beside them: no records. */
const DIGESTS = 'CloudTrail-Digest';

const filesIn = async (folder: string): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== DIGESTS) found.push(...(await filesIn(path)));
    } else if (LOG.test(entry.name)) {
      found.push(path);
    }
  }
  return found;
};

/** Finds the log files behind the paths of the command line, each folder's sorted by name. */
export const findFiles = async (paths: readonly string[]): Promise<{ files: string[]; faults: Fault[] }> => {
  const files: string[] = [];
  const faults: Fault[] = [];
  const fault = (file: string, reason: string): void => {
    faults.push({ origin: { file, place: null }, reason });
  };
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) {
        const found = (await filesIn(path)).sort();
        if (found.length === 0) fault(path, 'the folder holds no .json, .ndjson, .jsonl, .log or .gz file');
        files.push(...found);
      } else {
        files.push(path);
      }
    } catch (error) {
      fault(path, hasCode(error, /^ENOENT$/) ? 'no such file or folder' : reasonOf(error));
    }
  }
  return { files, faults };
};
