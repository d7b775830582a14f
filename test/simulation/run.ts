import { join } from 'node:path';
import { WrongUsage } from '../../cli/command.ts';
import type { ExitCode, Terminal } from '../../cli/start/run.ts';
import { counted } from '../../cli/style.ts';
import { reasonOf } from '../../infra/error-reason.ts';
import { HELP, parseCommandLine } from './command-line.ts';
import { describeFailing, describeTally } from './describe-runs.ts';
import { firstFreshSeed } from './fresh-seeds.ts';
import { reportOf } from './run-report.ts';
import { HistoryInvalid, readHistory, writeHistory } from './saved/files.ts';
import { scriptOfHistory } from './saved/history.ts';
import { idleFaults } from './saved/idle-faults.ts';
import { historyOfSeed, NotRepeated } from './saved/keep.ts';
import { play, type Simulated, simulate } from './simulate.ts';
import { buildStage } from './stage.ts';
import { Tally } from './tally.ts';
import { runSeeds } from './worker-pool.ts';

type SimulationTerminal = Pick<Terminal, 'out' | 'error'> & {
  /** Shows how many runs are done. */
  readonly progress: (done: number, all: number, failing: number) => void;
};

/** How many failing runs are shown in full; of the others, only the seed is shown. */
const MAX_SHOWN = 5;

/** Plays one seed, and prints its event log. */
const replay = async (seed: number, terminal: SimulationTerminal): Promise<ExitCode> =>
  showRun(await simulate(seed, buildStage()), terminal);

/** Plays a history, and prints its event log and each fault that struck nothing. */
const replayHistory = async (file: string, terminal: SimulationTerminal): Promise<ExitCode> => {
  const script = scriptOfHistory(readHistory(file));
  const run = await play(`--history ${file}`, script, buildStage());
  const code = showRun(run, terminal);
  const idle = idleFaults(script, run);
  for (const fault of idle)
    terminal.out(`This fault strikes nothing any more; write the history again: ${fault}\n`);
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
    'Edit "shows" to say what was wrong and what is right. npm test plays the histories in test/simulation/histories.\n',
  );
  return 0;
};

const showRun = (run: Simulated, { out }: SimulationTerminal): ExitCode => {
  out(`${run.eventLog.lines().join('\n')}\n\n`);
  if (run.violations.length === 0) {
    out('No rule was broken.\n');
    return 0;
  }
  out(describeFailing({ ...reportOf(run), timeline: [] }));
  return 1;
};

/** Seeds to be played. If a kind of fault never struck, more are played after them, up to `most`. */
type Seeds = { readonly from: number; readonly count: number; readonly most: number };

const FRESH_RUNS = 300;
const MOST_FRESH_RUNS = 1000;
const MORE_RUNS = 50;

const freshSeeds = (count: number, { out }: SimulationTerminal): Seeds => {
  const { seed, of } = firstFreshSeed(join(import.meta.dirname, '..', '..'));
  out(`${count} runs of ${of}, from --seed ${seed} on\n\n`);
  return { from: seed, count, most: Math.max(count, MOST_FRESH_RUNS) };
};

const runMany = async (
  { from, count, most }: Seeds,
  jobs: number,
  { out, progress }: SimulationTerminal,
): Promise<ExitCode> => {
  const tally = new Tally();
  const stage = buildStage();
  const begin = performance.now();
  const play = (more: number): Promise<void> => {
    const all = tally.runs + more;
    return runSeeds({ from: from + tally.runs, count: more }, jobs, stage, (report) => {
      tally.add(report);
      progress(tally.runs, all, tally.failing.length);
      if (report.violations.length > 0 && tally.failing.length <= MAX_SHOWN)
        out(`${describeFailing(report)}\n`);
    });
  };
  await play(count);
  while (tally.missing().length > 0 && tally.runs < most) await play(Math.min(MORE_RUNS, most - tally.runs));
  out(describeTally(tally, (performance.now() - begin) / 1000));
  return tally.failing.length > 0 || tally.missing().length > 0 ? 1 : 0;
};

/** Runs the command line. */
export const run = async (words: readonly string[], terminal: SimulationTerminal): Promise<ExitCode> => {
  try {
    const { help, seed, runs, isFresh, jobs, history, write } = parseCommandLine(words);
    if (help) {
      terminal.out(HELP);
      return 0;
    }
    if (history !== null) return await replayHistory(history, terminal);
    if (write !== null) return await writeSeed(seed, write, terminal);
    if (isFresh) return await runMany(freshSeeds(runs ?? FRESH_RUNS, terminal), jobs, terminal);
    if (runs === null) return await replay(seed, terminal);
    return await runMany({ from: seed, count: runs, most: runs }, jobs, terminal);
  } catch (error) {
    const isTheirs = [WrongUsage, HistoryInvalid, NotRepeated].some((kind) => error instanceof kind);
    if (!isTheirs) throw error;
    terminal.error(`simulate: ${reasonOf(error)}`);
    return 2;
  }
};
