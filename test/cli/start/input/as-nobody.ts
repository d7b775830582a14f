import { execFileSync } from 'node:child_process';
import * as z from 'zod';

const Found = z.object({ files: z.array(z.string()), entries: z.number(), faults: z.array(z.string()) });

/** The program has loaded its modules, which may be root's, before it becomes nobody: root itself may read everything. */
const PROGRAM = `
import { findFiles } from '${import.meta.resolve('../../../../cli/start/input/find-files.ts')}';
import { readHistory } from '${import.meta.resolve('../../../../cli/start/input/read-history.ts')}';
import { describeFault } from '${import.meta.resolve('../../../../local/entry.ts')}';
if (process.geteuid?.() === 0) process.seteuid(65_534);
const paths = process.argv.slice(1);
const { files } = await findFiles(paths);
const { entries, faults } = await readHistory(paths, { wanted: () => true, progress: () => {} });
process.stdout.write(JSON.stringify({ files, entries: entries.length, faults: faults.map(describeFault) }));
`;

/** Reads a history as a user whom the file system may refuse access: its files, the number of its entries, its faults. */
export const readAsNobody = (paths: readonly string[]): z.infer<typeof Found> =>
  Found.parse(
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM, ...paths], { encoding: 'utf8' }),
    ),
  );
