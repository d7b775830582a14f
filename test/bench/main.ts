import { start, understand } from '../../cli/command.ts';
import { PrerequisiteMissing } from '../../cli/python/prerequisite-missing.ts';
import type { Compared } from './against.ts';
import type { ColdStart } from './cold-starts.ts';

const ROUNDS = 21;

/** The import may take this many milliseconds longer than that of the empty handler. */
const IMPORT_TARGETS: Readonly<Record<string, number>> = {
  intake: 45,
  check: 75,
  terminate: 75,
  creations: 60,
};

const RECORDS_TARGET = 100_000;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};

const judge = (target: number | undefined, isMet: boolean): string =>
  target === undefined
    ? ''
    : `   target ${target.toLocaleString('en-US')}: ${isMet ? 'met' : 'NOT MET on this machine, now'}`;

const printColdStart = ({ name, kilobytes, imported, handled }: ColdStart, empty: number): void => {
  const over = imported - empty;
  const target = IMPORT_TARGETS[name];
  const cells = [kilobytes.toFixed(0), imported.toFixed(1), over.toFixed(1), handled.toFixed(1)];
  const columns = cells.map((cell, index) => cell.padStart([8, 10, 12, 16][index] ?? 0)).join('');
  print(`${name.padEnd(16)}${columns}${judge(target, over <= (target ?? 0))}`);
};

const printComparison = (compared: readonly Compared[]): void => {
  print(
    `Cold start: fresh process, no compile cache, medians of ${ROUNDS} rounds by turns: before, now, ratio\n`,
  );
  print('                             kB                  import ms             first event ms');
  for (const { name, ...measured } of compared) {
    const cells = [measured.kilobytes, measured.imported, measured.handled].map(({ before, now, ratio }) =>
      `${before.toFixed(1)} ${now.toFixed(1).padStart(6)} ${ratio.toFixed(2).padStart(5)}`.padStart(24),
    );
    print(`${name.padEnd(12)}${cells.join('')}`);
  }
};

/** Prints how fast the report's page is, or why that is not known. */
const printPage = async (): Promise<void> => {
  print("\nThe report's page with 100,000 resources, opened in Chromium: medians\n");
  const { pageTimes } = await import('./page.ts');
  try {
    const times = await pageTimes();
    const line = (what: string, value: number, digits: number, target?: number): boolean =>
      print(
        `${what.padEnd(28)}${value.toFixed(digits).padStart(10)}${judge(target, value <= (target ?? 0))}`,
      );
    line('MB', times.megabytes, 2, 2.5);
    line('written, ms', times.written, 0);
    line('first paint, ms', times.firstPaint, 0, 250);
    line('table ready, ms', times.tableReady, 0);
    line('keystroke to frame, ms', times.keystroke, 1, 50);
  } catch (error) {
    if (!(error instanceof PrerequisiteMissing)) throw error;
    print(`NOT RUN: ${error.message}`);
  }
};

const HELP = `Times the functions' cold starts, as they are bundled, how many records a second
they take in, and how fast the report's page is: about two minutes on an idle
machine. Medians, beside two references of the same run.

  npm run bench
  npm run bench -- --against COMMIT

Options
  --against COMMIT   only bundles and cold starts, beside those of a commit
                     (main~20), measured by turns: about four minutes
  --page             only the report's page
  --report           only the report of a million resources that a stand-in of
                     AWS serves on this machine: its calls, memory and CPU
  -h, --help         this text

Exit code: 0; 1 if --report misses a limit; 2 for wrong usage.
`;

await start({
  name: 'bench',
  run: async (words, screen) => {
    const { values } = understand('bench', {
      args: [...words],
      options: {
        against: { type: 'string' },
        page: { type: 'boolean' },
        report: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      screen.out(HELP.trimEnd());
      return 0;
    }
    // Help needs neither the bundler nor AWS's clients.
    if (values.against !== undefined) {
      const { against } = await import('./against.ts');
      const compared = await against(values.against, ROUNDS, progress);
      progress('');
      printComparison(compared);
      return 0;
    }
    if (values.page) {
      await printPage();
      return 0;
    }
    if (values.report) {
      const { millionResources } = await import('./report.ts');
      const lines = await millionResources(progress);
      progress('');
      for (const { text, isMet } of lines) print(`${(isMet ? 'met' : 'NOT MET').padEnd(7)}  ${text}`);
      return lines.every(({ isMet }) => isMet) ? 0 : 1;
    }
    const [{ coldStarts }, { throughput }] = await Promise.all([
      import('./cold-starts.ts'),
      import('./throughput.ts'),
    ]);
    const starts = await coldStarts(ROUNDS, progress);
    progress('records a second');
    const rates = throughput();
    progress('');

    const empty = starts.find(({ name }) => name === 'empty')?.imported ?? 0;
    print(`Cold start: fresh process, no compile cache, medians of ${ROUNDS} rounds\n`);
    print('                      kB  import ms  over empty  first event ms');
    for (const start of starts) printColdStart(start, empty);
    print(`
The first events of publish and look-up hold a pause of 250 and 1,000 ms: their pace.

The targets were set where client-sfn alone, plainly bundled, took 57 ms to import, and client-ec2 125 ms: the last
two lines are the same on this machine. Elsewhere, Cloud Custodian's function needs 476 ms to its first event handled,
GorillaStack's auto-tag 652 ms to load.

Parsed records a second through rule match, intake and decision, in one process
`);
    for (const [mix, rate] of rates) {
      const cell = Math.round(rate).toLocaleString('en-US').padStart(10);
      print(`${mix.padEnd(28)}${cell}${judge(RECORDS_TARGET, rate >= RECORDS_TARGET)}`);
    }
    print("\nCloud Custodian's bare matching core: 11,000 to 15,000.");
    await printPage();
    return 0;
  },
});
