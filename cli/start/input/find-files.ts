import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, reasonOf } from '../../../infra/error-reason.ts';
import { compare } from '../../../infra/json.ts';
import type { Fault } from '../../../local/entry.ts';

/** The files that are read in a folder. A file on the command line may have any name. */
const LOG = /\.(json|jsonl|ndjson|log|gz)$/i;

/** CloudTrail's folder of signatures, which has no records. */
const DIGESTS = 'CloudTrail-Digest';

/** What was found so far for a path of the command line. */
type Search = { readonly files: string[]; readonly faults: Fault[]; readonly folders: Set<string> };

const faultOf = (file: string, reason: string): Fault => ({ origin: { file, place: null }, reason });

const isFolder = async (entry: Dirent, path: string): Promise<boolean> =>
  entry.isSymbolicLink() ? (await stat(path)).isDirectory() : entry.isDirectory();

/** Searches a folder once, even if several links lead to it: links may form a circle. */
const searchFolder = async (folder: string, search: Search): Promise<void> => {
  const real = await realpath(folder);
  if (search.folders.has(real)) return;
  search.folders.add(real);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const path = join(folder, entry.name);
    try {
      if (!(await isFolder(entry, path))) {
        if (LOG.test(entry.name)) search.files.push(path);
      } else if (entry.name !== DIGESTS) {
        await searchFolder(path, search);
      }
    } catch (error) {
      const isDangling = hasCode(error, /^ENOENT$/);
      search.faults.push(
        faultOf(
          path,
          isDangling ? 'a link to a file that does not exist' : `cannot be read (${reasonOf(error)})`,
        ),
      );
    }
  }
};

const searchPath = async (path: string): Promise<Search> => {
  const search: Search = { files: [], faults: [], folders: new Set() };
  try {
    if (!(await stat(path)).isDirectory()) return { ...search, files: [path] };
    await searchFolder(path, search);
    if (search.files.length === 0 && search.faults.length === 0) {
      search.faults.push(faultOf(path, 'the folder has no .json, .ndjson, .jsonl, .log or .gz file'));
    }
  } catch (error) {
    const isMissing = hasCode(error, /^ENOENT$/);
    search.faults.push(
      faultOf(path, isMissing ? 'no such file or folder' : `cannot be read (${reasonOf(error)})`),
    );
  }
  return search;
};

/**
 * Finds the log files in the paths of the command line; each folder's files are sorted by name. Symbolic links are
 * followed. A path that cannot be read becomes a fault, and the search goes on.
 */
export const findFiles = async (paths: readonly string[]): Promise<{ files: string[]; faults: Fault[] }> => {
  const searches: Search[] = [];
  for (const path of paths) searches.push(await searchPath(path));
  return {
    files: searches.flatMap(({ files }) => files),
    faults: searches.flatMap(({ faults }) => faults),
  };
};
