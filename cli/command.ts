import { closeSync, openSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Configuration } from '../infra/config/configuration.ts';
import { ConfigurationInvalid, suggest } from '../infra/config/errors.ts';
import { hasCode, reasonOf } from '../infra/error-reason.ts';
import { printable } from '../lambdas/domain/text.ts';
import { readConfiguration, shippedConfiguration } from './read-configuration.ts';

/** A command line that the command does not understand. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

/** Where a command writes its lines, each without the line break. */
export type Screen = {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  /** Shows on a terminal what the command waits for. */
  readonly progress: (text: string) => void;
  readonly colour: boolean;
};

/** 0: all is well. 1: something is wrong. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

export type Command = {
  /** As in `npm run NAME`. */
  readonly name: string;
  readonly run: (words: readonly string[], screen: Screen) => Promise<ExitCode>;
};

/** The command as a person types it: `npm start` needs no `run`. */
const typed = (name: string): string => (name === 'start' ? 'npm start' : `npm run ${name}`);

/** The error for wrong usage, with a hint to --help. */
export const wrongUsage = (name: string, what: string): WrongUsage =>
  new WrongUsage(`${what.replace(/[^?]$/, '$&.')} Try: ${typed(name)} -- --help`);

/**
 * Refuses a file that cannot be written, before a command begins what takes long.
 *
 * @throws WrongUsage
 */
export const checkWritable = (file: string, name: string, option: string): void => {
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw wrongUsage(name, `${option} cannot write ${file}: ${reasonOf(error)}`);
  }
};

const UNKNOWN_OPTION = /^Unknown option '--?([^']*)'/;
/** The last word, or before another option. */
const NO_VALUE = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/;

/**
 * Parses a command line with parseArgs. An error has one line, with a suggestion for a misspelt option.
 *
 * @throws WrongUsage
 */
export const understand = <Words extends ParseArgsConfig>(name: string, words: Words) => {
  try {
    return parseArgs(words);
  } catch (error) {
    if (!hasCode(error, /^ERR_PARSE_ARGS_/)) throw error;
    const [firstSentence = ''] = reasonOf(error).split('. ');
    const option = NO_VALUE.exec(firstSentence)?.[1];
    if (option) throw wrongUsage(name, `${option} needs a value`);
    const unknown = UNKNOWN_OPTION.exec(firstSentence)?.[1];
    const meant = unknown && suggest(unknown, Object.keys(words.options ?? {}));
    throw wrongUsage(name, firstSentence.replace(/\.$/, '') + (meant ? `; did you mean --${meant}?` : ''));
  }
};

/**
 * The one word besides options that a command takes.
 *
 * @param missing what is asked if there is none
 * @throws WrongUsage
 */
export const oneWord = (name: string, [word, ...others]: readonly string[], missing: string): string => {
  if (word === undefined) throw wrongUsage(name, missing);
  noWords(name, others);
  return word;
};

/**
 * For a command that takes options alone.
 *
 * @throws WrongUsage for any other word
 */
export const noWords = (name: string, [unexpected]: readonly string[]): void => {
  if (unexpected !== undefined) throw wrongUsage(name, `'${unexpected}' is not expected`);
};

/** Shows a command's help, which ends the command. */
export const showHelp = (help: string, { out }: Pick<Screen, 'out'>): 0 => {
  out(help.trimEnd());
  return 0;
};

/**
 * Parses the command line of a command that takes only flags. Shows the help and returns null if that is asked for.
 *
 * @throws WrongUsage for every other word
 */
export const flagsIn = (
  {
    name,
    help,
    flags = [],
  }: { readonly name: string; readonly help: string; readonly flags?: readonly string[] },
  words: readonly string[],
  screen: Pick<Screen, 'out'>,
): ReadonlySet<string> | null => {
  const { values } = understand(name, {
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' } as const])),
    },
  });
  if (!values.help) return new Set(Object.keys(values));
  showHelp(help, screen);
  return null;
};

/** Runs a command. Each mistake of the person gets one line on standard error. */
export const runCommand = async (
  { name, run }: Command,
  words: readonly string[],
  screen: Screen,
): Promise<ExitCode> => {
  try {
    return await run(words, screen);
  } catch (error) {
    if (error instanceof WrongUsage) {
      screen.error(printable(`${name}: ${error.message}`));
      return 2;
    }
    if (error instanceof ConfigurationInvalid) {
      const file = error.file === undefined ? '' : `${error.file}: `;
      for (const fault of error.faults) screen.error(printable(`${name}: configuration: ${file}${fault}`));
      return 2;
    }
    throw error;
  }
};

/**
 * The configuration of the installation: from the file, or from cdk.json if there is none.
 *
 * @throws ConfigurationInvalid
 */
export const configurationOf = (file: string | undefined): Configuration =>
  file === undefined ? shippedConfiguration() : readConfiguration(file);

const CLEAR = '\r\u001b[K';

/** Runs a command as this process: its words, its terminal, its exit code. */
export const start = async (
  command: Command,
  words: readonly string[] = process.argv.slice(2),
): Promise<void> => {
  // A reader such as head closes the pipe early: that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const isWatched = process.stderr.isTTY;
  const clear = (): void => {
    if (isWatched) process.stderr.write(CLEAR);
  };
  process.exitCode = await runCommand(command, words, {
    out: (line) => {
      clear();
      process.stdout.write(`${line}\n`);
    },
    error: (line) => {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress: (text) => {
      if (isWatched) process.stderr.write(`${CLEAR}${text}`);
    },
    colour: process.stdout.isTTY && !process.env.NO_COLOR,
  });
  clear();
};
