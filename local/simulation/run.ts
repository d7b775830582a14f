import { WrongUsage } from '../errors.ts';
import type { ExitCode, Terminal } from '../run.ts';
import { parseCommandLine } from './command-line.ts';
import { runSeeds } from './crew.ts';
import { HELP } from './help.ts';
import { reportOf } from './run-report.ts';
import { simulate } from './simulate.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';
import { tellFailing, tellTally } from './tell.ts';

export type SimulationTerminal = Pick<Terminal, 'out' | 'error'> & {
  /** Shows how far the runs have come. */
  readonly progress: (done: number, all: number, failing: number) => void;
};

/** So many failing runs are told in full; the others by their seeds. */
const TOLD = 5;

/** Plays one seed, and tells all that happened. */
const replay = async (seed: number, { out }: SimulationTerminal): Promise<ExitCode> => {
  const run = await simulate(seed, buildStage());
  out(`${run.chronicle.lines().join('\n')}\n\n`);
  if (run.violations.length === 0) {
    out('All held.\n');
    return 0;
  }
  out(tellFailing({ ...reportOf(run), timeline: [] }));
  return 1;
};

const runMany = async (
  from: number,
  count: number,
  jobs: number,
  { out, progress }: SimulationTerminal,
): Promise<ExitCode> => {
  const tally = new Tally();
  const stage = buildStage();
  const begin = performance.now();
  await runSeeds({ from, count }, jobs, stage, (report) => {
    tally.add(report);
    progress(tally.runs, count, tally.failing.length);
    if (report.violations.length > 0 && tally.failing.length <= TOLD) out(`${tellFailing(report)}\n`);
  });
  out(tellTally(tally, (performance.now() - begin) / 1000));
  return tally.failing.length > 0 || tally.missing().length > 0 ? 1 : 0;
};

/** Runs the command line. */
export const run = async (words: readonly string[], terminal: SimulationTerminal): Promise<ExitCode> => {
  try {
    const { help, seed, runs, jobs } = parseCommandLine(words);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    return runs === null ? await replay(seed, terminal) : await runMany(seed, runs, jobs, terminal);
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    terminal.error(`simulate: ${error.message}`);
    return 2;
  }
};
