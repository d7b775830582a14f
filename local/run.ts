import { type Configuration, parseConfiguration } from '../infra/config.ts';
import { ConfigurationInvalid } from '../infra/faults.ts';
import { printable } from '../lambdas/domain/printable.ts';
import { changesEc2 } from './aws/apply-record.ts';
import { type Options, parseCommandLine } from './command-line.ts';
import { WrongUsage } from './errors.ts';
import { envelopeOf } from './events/envelope.ts';
import { Rules } from './events/rules.ts';
import { HELP } from './help.ts';
import type { Entry } from './input/entry.ts';
import { describeFault } from './input/fault.ts';
import { type History, readHistory } from './input/read-history.ts';
import { play } from './play.ts';
import { readConfiguration, shippedConfiguration } from './read-configuration.ts';
import { SAMPLE_CONFIGURATION } from './sample/configuration.ts';
import { sampleHistory } from './sample/history.ts';
import { counted } from './screen/counted.ts';
import { describeUnlisted } from './screen/describe-unlisted.ts';
import { type Frame, show } from './screen/show.ts';
import { synthesize } from './template/synthesize.ts';

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
  if (config === null && paths.length === 0) return parseConfiguration(SAMPLE_CONFIGURATION);
  const configuration = config === null ? shippedConfiguration() : readConfiguration(config);
  const minutes = configuration.gracePeriodMinutes + configuration.minimumNoticeMinutes;
  if (minutes <= LONGEST_MINUTES) return configuration;
  throw new ConfigurationInvalid([
    `gracePeriodMinutes: ${configuration.gracePeriodMinutes} can be deployed and not played: npm start waits at most ${LONGEST_MINUTES}, minimumNoticeMinutes included`,
  ]);
};

const historyOf = async (
  { paths }: Options,
  rules: Rules,
  { progress }: Terminal,
): Promise<Pick<History, 'entries' | 'faults'> & Frame> => {
  if (paths.length === 0) {
    const hints = ['What would it have done with your own launches? npm start -- LOGS --config FILE'];
    return { entries: sampleHistory(), faults: [], title: "A sample day in the institute's life", hints };
  }
  const wanted = (entry: Entry): boolean =>
    changesEc2(entry) || entry.eventName === 'RunInstances' || rules.wouldMatch(envelopeOf(entry));
  const history = await readHistory(paths, { wanted, progress });
  const { recordCount, fileCount } = history;
  const title = `${counted(recordCount, 'record')} of ${counted(fileCount, 'file')}`;
  return { ...history, title, hints: [] };
};

const playAll = async (options: Options, terminal: Terminal): Promise<ExitCode> => {
  const configuration = configurationOf(options);
  const stacks = synthesize(configuration);
  const { entries, faults, ...frame } = await historyOf(options, new Rules(stacks), terminal);
  const played = await play(stacks, entries);
  if (options.json) {
    terminal.out(
      played.recorder
        .rows()
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    );
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
  try {
    const options = parseCommandLine(words);
    config = options.config;
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
    throw error;
  }
};
