import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFault, type Entry } from '../../local/entry.ts';
import { type Command, type Screen, showHelp, understand } from '../command.ts';
import { PrerequisiteMissing } from '../python/prerequisite-missing.ts';
import { sitePackages, virtualEnvironment } from '../python/virtual-environment.ts';
import { readHistory } from '../start/input/read-history.ts';
import { readCloudFormationTypes } from './cloudformation.ts';
import { correct, readCorrections } from './corrections.ts';
import { derive } from './derive.ts';
import { readIam } from './iam.ts';
import { readOperations } from './sdk.ts';
import { locatingStats, tableStats } from './stats.ts';
import { changesOf, committedTable, formatTable, type Row, TABLE_FILE } from './table.ts';

/** The answer to --help. */
const HELP = `Derives the registry: which event of CloudTrail creates which taggable resource.
Prints what changed since the committed table. docs/registry.md explains it.

  npm run registry                     prints what would change
  npm run registry -- --write          writes it
  npm run registry -- LOGS...          names events of these records, too, of
                                       which only one source speaks
  npm run registry -- --stats LOGS...  prints the committed table's figures, and
                                       what it finds in these records

The table is lambdas/domain/creation/registry.json.

It needs Python 3.10 or later, and the network the first time: two packages from
PyPI, pinned by hash, of which nothing is run. LOGS are files or folders, as for
npm start.

Options
      --write   write the table
      --stats   print figures; nothing is derived
  -h, --help    this text

Exit code: 0; 1 if the table would change, or some input could not be read; 2
where it cannot run, or for wrong usage.
`;

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

const deriveRows = async (screen: Screen): Promise<Row[]> => {
  const python = await virtualEnvironment({
    requirements: REQUIREMENTS,
    path: join(import.meta.dirname, '../../.venv/registry'),
    // Their data is read and no code of theirs is run, so what that code needs is left out.
    withoutDependencies: true,
    making: (folder) => screen.progress(`making ${folder}`),
    signal: new AbortController().signal,
  });
  const packages = sitePackages(python);
  screen.progress('reading the sources');
  return derive({
    iam: readIam(),
    operations: readOperations(join(packages, 'botocore', 'data'), readCorrections().sources),
    types: readCloudFormationTypes(join(packages, 'cfnlint', 'data', 'schemas', 'resources')),
  });
};

const readLogs = async (
  paths: readonly string[],
  screen: Screen,
): Promise<{ entries: readonly Entry[]; areRead: boolean }> => {
  if (paths.length === 0) return { entries: [], areRead: true };
  const { entries, faults } = await readHistory(paths, {
    wanted: ({ record }) => !record.errorCode,
    progress: (files, records) => screen.progress(`read ${files} files, ${records} records`),
  });
  for (const fault of faults) screen.error(`registry: ${describeFault(fault)}`);
  return { entries, areRead: faults.length === 0 };
};

/** Events of the records of which one source alone says that they create something taggable: a review decides. */
const seenOnce = (rows: readonly Row[], entries: readonly Entry[]): string[] => {
  const seen = new Set(
    entries.map(
      ({ eventName, record }) => `${String(record.eventSource).replace('.amazonaws.com', '')} ${eventName}`,
    ),
  );
  return rows
    .filter(({ source, name, vouchers }) => vouchers.length === 1 && seen.has(`${source} ${name}`))
    .map(({ source, name, creates }) => JSON.stringify({ event: `${source} ${name}`, creates, why: '…' }));
};

const update = async (logs: readonly string[], isToWrite: boolean, screen: Screen): Promise<0 | 1> => {
  const rows = await deriveRows(screen);
  const corrections = readCorrections().events;
  const reviewed = new Set(
    corrections.flatMap(({ event }) => {
      const [source = '', ...names] = event.split(' ');
      return names.map((name) => `${source} ${name}`);
    }),
  );
  const text = formatTable(correct(rows, corrections));
  const changes = changesOf(readFileSync(TABLE_FILE, 'utf8'), text);
  for (const line of changes) screen.out(line);
  const { entries, areRead } = await readLogs(logs, screen);
  const open = seenOnce(
    rows.filter(({ source, name }) => !reviewed.has(`${source} ${name}`)),
    entries,
  );
  if (open.length > 0)
    screen.out(
      'Seen in the records, and known to one source. For cli/registry/corrections.json, after a review:',
    );
  for (const line of open) screen.out(line);
  if (isToWrite) writeFileSync(TABLE_FILE, text);
  screen.out(
    changes.length === 0
      ? 'Nothing changed.'
      : `${changes.length} lines ${isToWrite ? 'written' : 'would change'}.`,
  );
  return areRead && (changes.length === 0 || isToWrite) ? 0 : 1;
};

const stats = async (logs: readonly string[], screen: Screen): Promise<0 | 1> => {
  for (const line of tableStats(committedTable())) screen.out(line);
  if (logs.length === 0) return 0;
  const { entries, areRead } = await readLogs(logs, screen);
  for (const line of locatingStats(entries)) screen.out(line);
  return areRead ? 0 : 1;
};

export const registry = (): Command => ({
  name: 'registry',
  run: async (words, screen) => {
    const { values, positionals } = understand('registry', {
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        write: { type: 'boolean' },
        stats: { type: 'boolean' },
      },
    });
    if (values.help) return showHelp(HELP, screen);
    try {
      return values.stats
        ? await stats(positionals, screen)
        : await update(positionals, values.write === true, screen);
    } catch (error) {
      if (!(error instanceof PrerequisiteMissing)) throw error;
      screen.error(`registry: ${error.message}`);
      return 2;
    }
  },
});
