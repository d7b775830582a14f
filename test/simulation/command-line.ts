import { understand, wrongUsage } from '../../cli/command.ts';

/** The answer to --help. */
export const HELP = `Simulates random hours in the accounts on this machine, with random faults, and
checks what the embedded AWS did because of the tag enforcement service.

  npm run simulate -- --runs N [--seed N] [--jobs N]
                            plays N runs
  npm run simulate -- --fresh
                            plays 300 runs that nobody has seen, as CI does
  npm run simulate -- --seed N
                            plays one run, and prints all that happened in it
  npm run simulate -- --seed N --write FILE
                            writes what happens in that run as a history
  npm run simulate -- --history FILE
                            plays a history, and prints all that happened in it

A run depends on its seed alone: the same seed gives the same run, as long as
the simulation and the service do not change. A run uses the application as it
would be deployed, as npm start does.

A history lists what people and programs did, and what went wrong when. Nothing
in it is random, so it stays valid when the simulation changes. If the run broke
a rule, its history is reduced to what still breaks it. npm test plays the
histories in test/simulation/histories.

Options
  --runs N         the number of runs: seeds --seed, --seed + 1, ...
  --seed N         the first seed; default 1
  --fresh          the first seed follows from the commit. More runs are played
                   until each kind of fault has struck, 1000 at most
  --jobs N         how many threads play runs at the same time; default 2
  --history FILE   a JSON file: "shows" (a sentence), "setting" (usual, strict),
                   "userActions", "faults", "delays". Times count from the
                   start of the run. "{leader 0}" is the first instance of the
                   launch "leader", and "{leader}" is its reservation. Between
                   "from" and "until", a fault strikes each call or event whose
                   address contains its "on": "422448306679 check: {leader 0}"
                   or "hub publish: sns:publish"
  --write FILE     the file to write the history to
  -h, --help       this text

Exit code: 0 if no rule was broken and each kind of fault struck at least once
(in a history: each of its faults); 1 if not; 2 for wrong usage, or for a
history that cannot be read or written.
`;

/** What the command line asks for. */
type Options = {
  /** The first seed; each further run has the next. */
  readonly seed: number;
  /** The number of runs; null to play the one seed and print its whole event log, or, with `isFresh`, for the usual number. */
  readonly runs: number | null;
  /** Whether the first seed follows from the commit. */
  readonly isFresh: boolean;
  /** The history to play; null for none. */
  readonly history: string | null;
  /** The file to write the seed's history to; null for none. */
  readonly write: string | null;
  /** How many threads play runs at the same time. */
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
      fresh: { type: 'boolean', default: false },
      history: { type: 'string' },
      write: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { seed, runs, fresh, history = null, write = null, jobs, help } = values;
  if (!help && !fresh && seed === undefined && runs === undefined && history === null) {
    throw wrongUsage(
      'simulate',
      'Which runs? Say --runs N or --fresh, or --seed N or --history FILE for one',
    );
  }
  if (fresh && (seed !== undefined || history !== null || write !== null)) {
    throw wrongUsage('simulate', '--fresh cannot be combined with --seed, --history or --write');
  }
  if (history !== null && (seed !== undefined || runs !== undefined || write !== null)) {
    throw wrongUsage('simulate', '--history FILE cannot be combined with --seed, --runs or --write');
  }
  if (write !== null && (seed === undefined || ![undefined, '1'].includes(runs))) {
    throw wrongUsage(
      'simulate',
      '--write FILE writes one run: choose it with --seed N, and leave out --runs',
    );
  }
  return {
    seed: whole('seed', seed ?? '1', MAX_SEED),
    runs: runs === undefined ? null : whole('runs', runs, MAX_RUNS),
    isFresh: fresh,
    history,
    write,
    jobs: whole('jobs', jobs, MAX_JOBS),
    help,
  };
};
