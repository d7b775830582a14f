import type { Configuration } from '../../infra/config/configuration.ts';
import { ConfigurationInvalid } from '../../infra/config/errors.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { describeFault } from '../../local/entry.ts';
import { Rules } from '../../local/events/rules.ts';
import { play } from '../../local/play.ts';
import { SAMPLE_CONFIGURATION, SAMPLE_DAY } from '../../local/sample/configuration.ts';
import { synthesize } from '../../local/template/synthesize.ts';
import { WrongUsage } from '../command.ts';
import { readConfiguration, shippedConfiguration } from '../read-configuration.ts';
import { HELP, type Options, parseCommandLine } from './command-line.ts';
import { UsersInvalid } from './input/read-users.ts';
import { describeUnlisted, jsonLine, show } from './screen/show.ts';
import { sampleScript, scriptOf } from './script.ts';

/** Where a run writes to. */
export type Terminal = {
  readonly out: (text: string) => void;
  /** One line, without its end. */
  readonly error: (line: string) => void;
  readonly colour: boolean;
  /** Shows how far the reading has come. */
  readonly progress: (files: number, records: number) => void;
};

/** 0: all went well. 1: some input could not be read or taken in. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** Beyond 2^31 milliseconds, 24.8 days, a timer of Node does not wait at all. */
const LONGEST_MINUTES = 24 * 24 * 60;

const configurationOf = ({ config, paths }: Options): Configuration => {
  if (config === null && paths.length === 0) return parseConfiguration(SAMPLE_CONFIGURATION, SAMPLE_DAY);
  const configuration = config === null ? shippedConfiguration() : readConfiguration(config);
  const minutes = configuration.gracePeriodMinutes + configuration.minimumNoticeMinutes;
  if (minutes <= LONGEST_MINUTES) return configuration;
  throw new ConfigurationInvalid([
    `gracePeriodMinutes: ${configuration.gracePeriodMinutes} can be deployed and not played: npm start waits at most ${LONGEST_MINUTES}, minimumNoticeMinutes included`,
  ]);
};

const playAll = async (options: Options, terminal: Terminal): Promise<ExitCode> => {
  const configuration = configurationOf(options);
  const stacks = synthesize(configuration);
  const { entries, faults, circumstances, frame } =
    options.paths.length === 0
      ? sampleScript()
      : await scriptOf(options, new Rules(stacks), terminal.progress);
  const played = await play(stacks, entries, circumstances);
  if (options.json) {
    terminal.out(played.recorder.rows().map(jsonLine).join(''));
  } else {
    terminal.out(show(played, configuration, frame, terminal.colour));
  }
  for (const one of played.unlisted) terminal.error(`tag-enforcement: ${describeUnlisted(one)}`);
  const all = [...faults, ...played.deadLetters];
  for (const fault of all) terminal.error(`tag-enforcement: ${describeFault(fault)}`);
  return all.length > 0 ? 1 : 0;
};

/** Runs the command line. What a person did wrong is told in a line each. */
export const run = async (words: readonly string[], given: Terminal): Promise<ExitCode> => {
  // What is told may quote what was read: whatever that holds, a line is a line.
  const terminal: Terminal = { ...given, error: (line) => given.error(printable(line)) };
  let config: string | null = null;
  let users: string | null = null;
  try {
    const options = parseCommandLine(words);
    ({ config, users } = options);
    if (options.help) {
      terminal.out(HELP);
      return 0;
    }
    return await playAll(options, terminal);
  } catch (error) {
    if (error instanceof WrongUsage) {
      terminal.error(`tag-enforcement: ${error.message}`);
      return 2;
    }
    if (error instanceof ConfigurationInvalid) {
      for (const fault of error.faults) terminal.error(`${config ?? 'cdk.json'}: ${fault}`);
      return 2;
    }
    if (error instanceof UsersInvalid) {
      terminal.error(`${users}: ${error.message}`);
      return 2;
    }
    throw error;
  }
};
