import { understand, wrongUsage } from '../../cli/command.ts';

/** The answer to --help. */
export const HELP = `Plays made-up hours in the accounts to the tag enforcement service, on this
machine, lets all kinds of things go wrong, and checks what the embedded AWS
really did.

  npm run simulate -- --runs N [--seed N] [--jobs N]
                            so many runs
  npm run simulate -- --seed N
                            one run, and all that happened in it
  npm run simulate -- --seed N --write FILE
                            writes down what happens in it, as a history
  npm run simulate -- --history FILE
                            plays a history, and shows all that happened in it

A run is made of its seed alone: the same seed gives the same run, whatever else
runs beside it, as long as the simulation and the service stay as they are. What
runs is the application as it would be deployed, as in npm start.

A history holds what people and programs did, and what went wrong when, and
draws no lots: it stays what it is when the simulation changes. One that is
written of a run in which something did not hold is made as small as it can be
for showing that. npm test plays those in test/simulation/histories.

Options
  --runs N         how many runs: seeds --seed, --seed + 1, ...
  --seed N         the first seed; 1 if left out
  --jobs N         runs at a time, each on a core of its own; 2 if left out
  --history FILE   a JSON file: "shows" (a sentence), "setting" (usual, strict),
                   "userActions", "faults", "delays". Times are since the run began.
                   "{leader 0}" is an instance, by its launch's name and a
                   number; "{leader}" the launch's reservation. A fault strikes
                   whatever has the words of its "on" in its address, as
                   "422448306679 check: {leader 0}" or "hub publish:
                   sns:publish", between "from" and "until"
  --write FILE     where to write one
  -h, --help       this text

Exit code: 0 if all held, and each kind of fault happened at least once (in a
history: each of its faults); 1 if not; 2 for wrong usage, or a history that
cannot be read or written.
`;

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

const whole = (option: string, text: string, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  throw wrongUsage(
    'simulate',
    `--${option} expects a whole number from 1 to ${most}, not ${JSON.stringify(text)}`,
  );
};

const MAX_SEED = 2 ** 32 - 1;
const MAX_RUNS = 10_000_000;
const MAX_JOBS = 64;

/** @throws WrongUsage */
export const parseCommandLine = (words: readonly string[]): Options => {
  const { values } = understand('simulate', {
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
    throw wrongUsage('simulate', 'Which runs? Say --runs N, or --seed N or --history FILE for one');
  }
  if (history !== null && (seed !== undefined || runs !== undefined || write !== null)) {
    throw wrongUsage('simulate', '--history FILE stands alone: a history is played as it is written');
  }
  if (write !== null && (seed === undefined || ![undefined, '1'].includes(runs))) {
    throw wrongUsage('simulate', '--write FILE writes down one run: say which, with --seed N');
  }
  return {
    seed: whole('seed', seed ?? '1', MAX_SEED),
    runs: runs === undefined ? null : whole('runs', runs, MAX_RUNS),
    history,
    write,
    jobs: whole('jobs', jobs, MAX_JOBS),
    help,
  };
};
