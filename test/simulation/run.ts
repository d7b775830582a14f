import { WrongUsage } from '../../cli/command.ts';
import type { ExitCode, Terminal } from '../../cli/start/run.ts';
import { counted } from '../../cli/style.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { describeFailing, describeTally } from './describe-runs.ts';
import { reportOf } from './run-report.ts';
import { HistoryInvalid, readHistory, writeHistory } from './saved/files.ts';
import { scriptOfHistory } from './saved/history.ts';
import { idleFaults } from './saved/idle-faults.ts';
import { historyOfSeed, NotRepeated } from './saved/keep.ts';
import { play, type Simulated, simulate } from './simulate.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';
import { runSeeds } from './worker-pool.ts';

export type SimulationTerminal = Pick<Terminal, 'out' | 'error'> & {
  /** Shows how far the runs have come. */
  readonly progress: (done: number, all: number, failing: number) => void;
};

/** So many failing runs are told in full; the others by their seeds. */
const MAX_SHOWN = 5;

/** Plays one seed, and tells all that happened. */
const replay = async (seed: number, terminal: SimulationTerminal): Promise<ExitCode> =>
  showRun(await simulate(seed, buildStage()), terminal);

/** Plays a history, and tells all that happened, and whether each of its faults did. */
const replayHistory = async (file: string, terminal: SimulationTerminal): Promise<ExitCode> => {
  const script = scriptOfHistory(readHistory(file));
  const run = await play(`--history ${file}`, script, buildStage());
  const code = showRun(run, terminal);
  const idle = idleFaults(script, run);
  for (const fault of idle) terminal.out(`Nothing was struck any more by ${fault}: write it anew.\n`);
  return idle.length > 0 ? 1 : code;
};

const writeSeed = async (seed: number, file: string, { out }: SimulationTerminal): Promise<ExitCode> => {
  const history = await historyOfSeed(seed, buildStage());
  writeHistory(file, history);
  const { userActions, faults, shows } = history;
  out(
    `${file}: ${counted(userActions.length, 'user action')}, ${counted(faults.length, 'fault')}. It shows: ${shows}\n`,
  );
  out(
    'Say in its "shows" what was wrong and what is right. npm test plays all in test/simulation/histories.\n',
  );
  return 0;
};

const showRun = (run: Simulated, { out }: SimulationTerminal): ExitCode => {
  out(`${run.eventLog.lines().join('\n')}\n\n`);
  if (run.violations.length === 0) {
    out('All held.\n');
    return 0;
  }
  out(describeFailing({ ...reportOf(run), timeline: [] }));
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
    if (report.violations.length > 0 && tally.failing.length <= MAX_SHOWN)
      out(`${describeFailing(report)}\n`);
  });
  out(describeTally(tally, (performance.now() - begin) / 1000));
  return tally.failing.length > 0 || tally.missing().length > 0 ? 1 : 0;
};

/** Runs the command line. */
export const run = async (words: readonly string[], terminal: SimulationTerminal): Promise<ExitCode> => {
  try {
    const { help, seed, runs, jobs, history, write } = parseCommandLine(words);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    if (history !== null) return await replayHistory(history, terminal);
    if (write !== null) return await writeSeed(seed, write, terminal);
    return runs === null ? await replay(seed, terminal) : await runMany(seed, runs, jobs, terminal);
  } catch (error) {
    const isTheirs = [WrongUsage, HistoryInvalid, NotRepeated].some((kind) => error instanceof kind);
    if (!isTheirs) throw error;
    terminal.error(`simulate: ${reasonOf(error)}`);
    return 2;
  }
};
