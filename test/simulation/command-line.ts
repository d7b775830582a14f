import { parseArgs } from 'node:util';
import { WrongUsage } from '../../cli/command.ts';
import { hasCode, reasonOf } from '../../infra/thrown.ts';

/** What the command line asks for. */
export type Options = {
  /** The first seed; each further run has the next. */
  readonly seed: number;
  /** How many; null to play the one seed, and to tell all of it. */
  readonly runs: number | null;
  /** The file of a history that is played; null for none. */
  readonly history: string | null;
  /** The file into which what the seed makes happen is written; null for none. */
  readonly write: string | null;
  /** How many at a time. */
  readonly jobs: number;
  readonly help: boolean;
};

const HINT = 'Try: npm run simulate -- --help';

const whole = (option: string, text: string, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw new WrongUsage(
    `--${option} expects a whole number from 1 to ${most}, not ${JSON.stringify(text)}. ${HINT}`,
  );
};

const LARGEST_SEED = 2 ** 32 - 1;
const MOST_RUNS = 10_000_000;
const MOST_JOBS = 64;

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Options => {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seed: { type: 'string' },
        runs: { type: 'string' },
        history: { type: 'string' },
        write: { type: 'string' },
        jobs: { type: 'string', default: '2' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { seed, runs, history = null, write = null, jobs, help } = values;
    if (!help && seed === undefined && runs === undefined && history === null) {
      throw new WrongUsage(`Which runs? Say --runs N, or --seed N or --history FILE for one. ${HINT}`);
    }
    if (history !== null && (seed !== undefined || runs !== undefined || write !== null)) {
      throw new WrongUsage(`--history FILE stands alone: a history is played as it is written. ${HINT}`);
    }
    if (write !== null && (seed === undefined || ![undefined, '1'].includes(runs))) {
      throw new WrongUsage(`--write FILE writes down one run: say which, with --seed N. ${HINT}`);
    }
    return {
      seed: whole('seed', seed ?? '1', LARGEST_SEED),
      runs: runs === undefined ? null : whole('runs', runs, MOST_RUNS),
      history,
      write,
      jobs: whole('jobs', jobs, MOST_JOBS),
      help,
    };
  } catch (error) {
    if (!hasCode(error, /^ERR_PARSE_ARGS_/)) throw error;
    const [firstSentence = ''] = reasonOf(error).split('. ');
    throw new WrongUsage(`${firstSentence.replace(/\.$/, '')}. ${HINT}`);
  }
};
