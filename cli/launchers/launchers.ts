import { basename, resolve } from 'node:path';
import { describeFault, type Entry } from '../../local/entry.ts';
import { type Command, type ExitCode, type Screen, showHelp, understand, wrongUsage } from '../command.ts';
import { readHistory } from '../start/input/read-history.ts';
import { countLaunchers } from './count.ts';
import { type Counted, tablesOf } from './tables.ts';

/** The answer to --help. */
const HELP = `Counts whose calls the service can attribute to a person, and how often the name
is right, in collections of CloudTrail records. No AWS account is used.

  npm run launchers -- COLLECTION...
  npm run launchers --silent -- COLLECTION... > tables.md

A COLLECTION is a file or folder of logs, as for npm start: records of their
own, with users and sessions of their own. NAME=PATH gives it a name; the name
of the file or folder is the default. Paths of the same name are one collection.
A record that several collections have counts in the first.

It prints three Markdown tables, which docs/launchers.md explains: for each
collection; by the shape of the identity; and by what is left of the evidence
when a part of it is taken away.

Options
  -h, --help   this text

Exit code: 0; 1 if some input could not be read, or a launch's record is
incomplete (standard error names it, and the rest is counted); 2 for wrong
usage.
`;

/** A path, with a name before it or not. A path may have a = in a folder's or file's name. */
const NAMED = /^([^=/\\]+)=(.+)$/s;

/** The paths of each collection, by its name, in the order of the command line. */
const collectionsIn = (words: readonly string[]): Map<string, string[]> => {
  const collections = new Map<string, string[]>();
  for (const word of words) {
    const [, name = basename(resolve(word)), path = word] = NAMED.exec(word) ?? [];
    collections.set(name, [...(collections.get(name) ?? []), path]);
  }
  return collections;
};

/** Identifies a record in other collections; null if it has no id. */
const keyOf = ({ eventId, eventName, at }: Entry): string | null =>
  eventId === null ? null : `${eventId} ${eventName} ${at}`;

/** The records that no earlier collection had. Their keys are added to `known`. */
const onlyNew = (entries: readonly Entry[], known: Set<string | null>): Entry[] => {
  const fresh = entries.filter((entry) => keyOf(entry) === null || !known.has(keyOf(entry)));
  for (const entry of fresh) known.add(keyOf(entry));
  return fresh;
};

const countAll = async (
  collections: ReadonlyMap<string, readonly string[]>,
  screen: Screen,
): Promise<ExitCode> => {
  const counted: Counted[] = [];
  const known = new Set<string | null>();
  let code: ExitCode = 0;
  for (const [name, paths] of collections) {
    const { entries, faults } = await readHistory(paths, {
      wanted: () => true,
      progress: (files, records) => screen.progress(`${name}: read ${files} files, ${records} records`),
    });
    for (const fault of faults) screen.error(`launchers: ${describeFault(fault)}`);
    if (faults.length > 0) code = 1;
    counted.push({ name, counts: countLaunchers(onlyNew(entries, known)) });
  }
  for (const line of tablesOf(counted)) screen.out(line);
  return code;
};

export const launchers = (): Command => ({
  name: 'launchers',
  run: async (words, screen) => {
    const { values, positionals } = understand('launchers', {
      args: [...words],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return showHelp(HELP, screen);
    if (positionals.length === 0) throw wrongUsage('launchers', 'Name at least one file or folder of logs');
    return countAll(collectionsIn(positionals), screen);
  },
});
