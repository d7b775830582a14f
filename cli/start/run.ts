import { writeFileSync } from 'node:fs';
import type { Configuration } from '../../infra/config/configuration.ts';
import { ConfigurationInvalid } from '../../infra/config/errors.ts';
import { parseConfiguration } from '../../infra/config/parse-configuration.ts';
import { renderPage } from '../../lambdas/domain/report/page/render-page.ts';
import { printable } from '../../lambdas/domain/text.ts';
import { describeFault } from '../../local/entry.ts';
import { Rules } from '../../local/events/rules.ts';
import { play } from '../../local/play.ts';
import { reportOf } from '../../local/report.ts';
import { SAMPLE_CONFIGURATION, SAMPLE_DAY } from '../../local/sample/configuration.ts';
import { synthesize as synthesizeStacks } from '../../local/template/synthesize.ts';
import type { Stack } from '../../local/template/template.ts';
import { checkWritable, WrongUsage } from '../command.ts';
import { readConfiguration, shippedConfiguration } from '../read-configuration.ts';
import { HELP, type Options, parseCommandLine } from './command-line.ts';
import { UsersInvalid } from './input/read-users.ts';
import { describeUnlisted, jsonLine, show } from './screen/show.ts';
import { configurationOfLogs, type Script, sampleScript, scriptOf } from './script.ts';

/** Where a run writes to. */
export type Terminal = {
  readonly out: (text: string) => void;
  /** One line, without its end. */
  readonly error: (line: string) => void;
  readonly colour: boolean;
  /** The width. */
  readonly columns: number;
  /** Shows how much is read. */
  readonly progress: (files: number, records: number) => void;
};

type Synthesize = (configuration: Configuration) => Stack[];

/** 0: all went well. 1: some input could not be read or used. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** With more than 2^31 milliseconds (24.8 days), a timer of Node does not wait at all. */
const MAX_MINUTES = 24 * 24 * 60;

/**
 * The configuration without the accounts that people work in: nobody signs in here.
 *
 * @throws ConfigurationInvalid for one that can be deployed, but not run here
 */
const playable = ({ access: _, ...configuration }: Configuration): Configuration => {
  const minutes = configuration.gracePeriodMinutes + configuration.minimumNoticeMinutes;
  if (minutes <= MAX_MINUTES) return configuration;
  throw new ConfigurationInvalid([
    `gracePeriodMinutes: ${configuration.gracePeriodMinutes} can be deployed, but not run here: npm start waits at most ${MAX_MINUTES}, minimumNoticeMinutes included`,
  ]);
};

const FROM_LOGS =
  'Accounts and Regions are those of the launches in LOGS, in mode enforce. Everything else is as in cdk.json. --config FILE sets another configuration.';

/** The records, and the stacks that they run on. `note` says which configuration was chosen if none was given. */
type Stage = {
  readonly script: Script;
  readonly configuration: Configuration;
  readonly stacks: readonly Stack[];
  readonly note: string | null;
};

const stageOf = async (options: Options, terminal: Terminal, synthesize: Synthesize): Promise<Stage> => {
  const { config, paths } = options;
  if (paths.length === 0) {
    const configuration =
      config === null
        ? parseConfiguration(SAMPLE_CONFIGURATION, SAMPLE_DAY)
        : playable(readConfiguration(config));
    return {
      script: sampleScript(options.report),
      configuration,
      stacks: synthesize(configuration),
      note: null,
    };
  }
  const given = playable(config === null ? shippedConfiguration() : readConfiguration(config));
  const stacks = synthesize(given);
  const script = await scriptOf(options, new Rules(stacks), terminal.progress);
  const ofLogs = config === null ? configurationOfLogs(script, given) : null;
  if (!ofLogs) return { script, configuration: given, stacks, note: null };
  return { script, configuration: ofLogs, stacks: synthesize(ofLogs), note: FROM_LOGS };
};

const playAll = async (options: Options, terminal: Terminal, synthesize: Synthesize): Promise<ExitCode> => {
  if (options.report !== null) checkWritable(options.report, 'start', '--report');
  const { script, configuration, stacks, note } = await stageOf(options, terminal, synthesize);
  const { entries, faults, playOptions, frame } = script;
  // Logs may begin after the launch of what launches others; the sample day is complete.
  const olderOrigins = options.paths.length > 0 ? configuration.inheritOwner : [];
  const played = await play(stacks, entries, { ...playOptions, olderOrigins });
  if (options.report !== null) {
    // The users of logs are those whom the records name, unless a list is given.
    const knowsAllUsers = options.paths.length === 0 || options.users !== null;
    const { report, resources } = reportOf(played, configuration, knowsAllUsers);
    writeFileSync(options.report, [...renderPage(report, resources)].join(''));
  }
  if (options.json) {
    terminal.out(played.recorder.rows().map(jsonLine).join(''));
  } else {
    terminal.out(show(played, configuration, { ...frame, note }, { ...terminal, mails: options.mails }));
  }
  if (note !== null && options.json) terminal.error(`tag-enforcement: ${note}`);
  for (const one of played.unlisted) terminal.error(`tag-enforcement: ${describeUnlisted(one)}`);
  const all = [...faults, ...played.deadLetters];
  for (const fault of all) terminal.error(`tag-enforcement: ${describeFault(fault)}`);
  return all.length > 0 ? 1 : 0;
};

/**
 * Runs the command line. Each mistake of the person gets one line on standard error.
 *
 * @param synthesize makes the stacks of a configuration; tests share those of equal ones
 */
export const run = async (
  words: readonly string[],
  given: Terminal,
  synthesize: Synthesize = synthesizeStacks,
): Promise<ExitCode> => {
  // A message may quote the input, which may have line breaks: printable keeps it on one line.
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
    return await playAll(options, terminal, synthesize);
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
