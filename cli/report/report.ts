import { spawn } from 'node:child_process';
import type { Configuration } from '../../infra/config/configuration.ts';
import { wait } from '../../lambdas/concurrency.ts';
import {
  type Gaps,
  gapsIn,
  type IncompleteRegions,
  incompleteIn,
  partialText,
} from '../../lambdas/domain/report/report.ts';
import { printable } from '../../lambdas/domain/text.ts';
import {
  type Command,
  configurationOf,
  type ExitCode,
  type Screen,
  showHelp,
  understand,
  wrongUsage,
} from '../command.ts';
import { columnsOf, counted, few, shortened } from '../style.ts';
import { localReport } from './local-report.ts';
import { deployedReport, type ReportService } from './report-service.ts';

/** The answer to --help. */
const HELP = `Makes the report of who owns what now, and says where its page is. The deployed
service makes one every week by itself. Needs your credentials of the hub
account. If you stop this command, the service goes on.

  npm run report
  npm run report -- --local report.html

Options
  --local FILE    without the deployed service: what your credentials see, of
                  their account, in its Regions; nothing but FILE is written.
                  With billing in the configuration, its costs too: Cost
                  Explorer takes some 0.05 US dollars for them
  --open          opens the page when it is there
  --config FILE   cdk.json, or a JSON file with its object tagEnforcement; left
                  out, the cdk.json of this application
  -h, --help      this text

Exit code: 0; 1 if there is no page, or a Region could not be read; 2 for wrong
usage.
`;

const parse = (words: readonly string[]) =>
  understand('report', {
    args: [...words],
    options: {
      local: { type: 'string' },
      open: { type: 'boolean', default: false },
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });

/** Opens a file in the browser, if this machine has one. */
const openFile = (file: string): void => {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  // Without a browser the path, which is printed, is enough.
  spawn(opener, [file], { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref();
};

/** What the command calls, besides its parts that only compute. */
export type ReportCalls = {
  readonly service: (configuration: Configuration) => Promise<ReportService>;
  readonly local: typeof localReport;
  readonly open: (file: string) => void;
  /** Resolves when the progress is to be asked for again. */
  readonly pause: () => Promise<void>;
  readonly columns: () => number;
};

const POLL_MS = 2000;

const AWS: ReportCalls = {
  service: deployedReport,
  local: localReport,
  open: openFile,
  pause: () => wait(POLL_MS),
  columns: () => columnsOf(process.stdout, process.env),
};

/** Regions that were not read completely: how many, and which of them, where a part of the reasons is known. */
type Incomplete = Pick<Gaps, 'failed' | 'partial'> & { readonly known: readonly IncompleteRegions[] };

const incompleteLines = (
  { failed, partial, known }: Incomplete,
  { subAccounts }: Configuration,
  columns: number,
): string[] => {
  const names = new Map(subAccounts.map(({ accountId, name }) => [accountId, name]));
  const linesOf = (what: string, number: number, those: readonly IncompleteRegions[]): string[] => {
    if (number === 0) return [];
    const rest = number - those.reduce((sum, { regions }) => sum + regions.length, 0);
    return [
      `${what}${those.length === 0 ? ': the page says which, and why.' : ':'}`,
      ...those.map(({ accountId, regions, why }) =>
        shortened(printable(`  ${names.get(accountId) ?? accountId} ${few(regions)}: ${why}`), columns),
      ),
      ...(those.length > 0 && rest > 0 ? [`  and ${counted(rest, 'more Region')}: see the page`] : []),
    ];
  };
  const [ofFailed, ofPartial] = [known.filter(isFailed), known.filter((one) => !isFailed(one))];
  return [
    ...linesOf(`${counted(failed, 'Region')} could not be read`, failed, ofFailed),
    ...linesOf(partialText(partial), partial, ofPartial),
  ];
};

const isFailed = ({ read }: IncompleteRegions): boolean => read === 'failed';

/** Starts the state machine, and shows how far it is until it ends. */
const makeDeployed = async (
  service: ReportService,
  configuration: Configuration,
  isToOpen: boolean,
  { open, pause, columns }: ReportCalls,
  screen: Screen,
): Promise<ExitCode> => {
  const began = Date.now();
  const execution = await service.start();
  screen.out(`Started ${execution}`);
  for (;;) {
    const { ended, done, failed, total } = await service.look(execution);
    if (ended === null) {
      const seconds = Math.round((Date.now() - began) / 1000);
      screen.progress(`${done + failed} of ${total} account-Regions read, ${failed} failed, ${seconds} s`);
      await pause();
      continue;
    }
    if (ended.is === 'failed') {
      screen.out(`The report was not made: ${ended.why}`);
      screen.out('docs/runbook.md#tag-enforcement-report-failed');
      return 1;
    }
    const { day, resources, owned, pages, failedRegions, partialRegions, incomplete } = ended.result;
    screen.out(
      `Report of ${day}: ${counted(resources, 'resource')}, ${owned} of them with a valid ${configuration.ownerTag.key}`,
    );
    for (const page of pages) screen.out(service.linkOf(page));
    const [first] = pages;
    if (isToOpen && first !== undefined) {
      const file = await service.download(first);
      screen.out(file);
      open(file);
    }
    const gaps = { failed: failedRegions, partial: partialRegions, known: incomplete };
    for (const line of incompleteLines(gaps, configuration, columns())) screen.out(line);
    return failedRegions > 0 ? 1 : 0;
  }
};

/** `npm run report`. */
export const report = (calls: ReportCalls = AWS): Command => ({
  name: 'report',
  run: async (words, screen) => {
    const { values } = parse(words);
    if (values.help) return showHelp(HELP, screen);
    if (values.local === '') throw wrongUsage('report', '--local needs the name of a file');
    const configuration = configurationOf(values.config);
    if (values.local !== undefined) {
      const regions = await calls.local(configuration, values.local, screen);
      const gaps = { ...gapsIn(regions), known: incompleteIn(regions) };
      for (const line of incompleteLines(gaps, configuration, calls.columns())) screen.out(line);
      if (values.open) calls.open(values.local);
      return gaps.failed > 0 ? 1 : 0;
    }
    if (configuration.report === 'off') {
      throw wrongUsage(
        'report',
        'report is off in the configuration: set it to weekly and deploy, or give --local FILE',
      );
    }
    return makeDeployed(await calls.service(configuration), configuration, values.open, calls, screen);
  },
});
