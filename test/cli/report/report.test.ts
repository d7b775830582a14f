import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  type ExecutionStatus,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { runCommand } from '../../../cli/command.ts';
import { type LocalSources, localReport } from '../../../cli/report/local-report.ts';
import { type ReportCalls, report } from '../../../cli/report/report.ts';
import { reportService } from '../../../cli/report/report-service.ts';
import { parseConfiguration } from '../../../infra/config/parse-configuration.ts';
import type { CostAnswers } from '../../../lambdas/domain/report/costs.ts';
import { ENFORCED, givenTwoAccounts, HUB } from '../../infra/given-configuration.ts';
import { withConfiguration } from '../a-configuration-file.ts';
import { aScreen } from '../a-screen.ts';

const ARN = `arn:aws:states:us-west-2:${HUB}:execution:tag-enforcement-Report:a-run`;
const RESULT = {
  day: '2026-11-02',
  bucket: 'the-bucket',
  pages: ['pages/2026-11-02/all.html', `pages/2026-11-02/${ENFORCED}.html`],
  resources: 1200,
  owned: 900,
  failedRegions: 0,
};

/** Step Functions that runs for two looks, and then ends so. */
const serviceThatEnds = (status: ExecutionStatus, result: object) => {
  const sfn = mockClient(new SFNClient({ region: 'us-west-2' }));
  sfn.on(StartExecutionCommand).resolves({ executionArn: ARN });
  sfn
    .on(DescribeExecutionCommand)
    .resolvesOnce({ status: 'RUNNING' })
    .resolvesOnce({ status: 'RUNNING' })
    .resolves({ status, ...result });
  sfn
    .on(ListMapRunsCommand)
    .resolvesOnce({ mapRuns: [] })
    .resolves({
      mapRuns: [{ executionArn: ARN, mapRunArn: 'a-map', stateMachineArn: 'a', startDate: new Date() }],
    });
  sfn.on(DescribeMapRunCommand).resolves({
    itemCounts: {
      succeeded: 30,
      failed: 2,
      timedOut: 0,
      total: 90,
      pending: 58,
      running: 0,
      aborted: 0,
      resultsWritten: 0,
    },
  });
  return sfn;
};

const callsWith = (sfn: ReturnType<typeof serviceThatEnds>, opened: string[] = []): Partial<ReportCalls> => ({
  service: async ({ hub }) => {
    const client = new SFNClient({ region: 'us-west-2' });
    client.send = sfn.send.bind(sfn);
    const service = reportService(hub, client, new S3Client({ region: 'us-west-2' }));
    return { ...service, download: async (key) => `/a-folder/${key}` };
  },
  open: (file) => opened.push(file),
  pause: async () => {},
});

const run = (calls: Partial<ReportCalls>, ...words: string[]) =>
  withConfiguration(givenTwoAccounts(), async (file) => {
    const progress: string[] = [];
    const screen = { ...aScreen(), progress: (text: string) => progress.push(text) };
    const never = async (): Promise<never> => {
      throw new Error('not to be called');
    };
    const command = report({
      service: never,
      local: never,
      open: () => {},
      pause: never,
      columns: () => 80,
      ...calls,
    });
    const code = await runCommand(command, [...words, '--config', file], screen);
    return { code, lines: screen.lines, errors: screen.errors, progress };
  });

describe('the deployed report', () => {
  test('is started, watched until its end, and said where it is', async () => {
    const sfn = serviceThatEnds('SUCCEEDED', { output: JSON.stringify(RESULT) });
    const opened: string[] = [];
    const { code, lines, progress } = await run(callsWith(sfn, opened), '--open');
    expect(code).toBe(0);
    expect(progress.map((text) => text.replace(/\d+ s$/, '… s'))).toEqual([
      '0 of 0 account-Regions read, 0 failed, … s',
      '32 of 90 account-Regions read, 2 failed, … s',
    ]);
    const link = (key: string) =>
      `https://us-west-2.console.aws.amazon.com/s3/object/the-bucket?region=us-west-2&prefix=${encodeURIComponent(key)}`;
    expect(lines).toEqual([
      `Started ${ARN}`,
      'Report of 2026-11-02: 1200 resources, 900 of them with a valid Owner',
      ...RESULT.pages.map(link),
      '/a-folder/pages/2026-11-02/all.html',
    ]);
    expect(opened).toEqual(['/a-folder/pages/2026-11-02/all.html']);
    const [started] = sfn.commandCalls(StartExecutionCommand);
    expect(started?.args[0].input).toEqual({
      stateMachineArn: `arn:aws:states:us-west-2:${HUB}:stateMachine:tag-enforcement-Report`,
    });
  });

  test('with Regions that could not be read exits 1', async () => {
    const sfn = serviceThatEnds('SUCCEEDED', { output: JSON.stringify({ ...RESULT, failedRegions: 2 }) });
    const { code, lines } = await run(callsWith(sfn));
    expect([code, lines.at(-1)]).toEqual([1, '2 Regions could not be read: the page says which, and why.']);
  });

  test('names Regions that failed or were read in part, with the reasons, and counts those that the answer has no room for', async () => {
    const incomplete = [
      { accountId: ENFORCED, regions: ['eu-west-1', 'us-west-2'], read: 'failed', why: 'AccessDenied' },
      { accountId: ENFORCED, regions: ['us-east-1'], read: 'in part', why: 'it has no index' },
    ];
    const result = { ...RESULT, failedRegions: 3, partialRegions: 1, incomplete };
    const { code, lines } = await run(
      callsWith(serviceThatEnds('SUCCEEDED', { output: JSON.stringify(result) })),
    );
    expect([code, lines.slice(-5)]).toEqual([
      1,
      [
        '3 Regions could not be read:',
        '  pangenomics eu-west-1, us-west-2: AccessDenied',
        '  and 1 more Region: see the page',
        '1 Region was read in part:',
        '  pangenomics us-east-1: it has no index',
      ],
    ]);
  });

  test('of which a part was read in part only exits 0', async () => {
    const output = JSON.stringify({ ...RESULT, partialRegions: 1 });
    const { code, lines } = await run(callsWith(serviceThatEnds('SUCCEEDED', { output })));
    expect([code, lines.at(-1)]).toEqual([0, '1 Region was read in part: the page says which, and why.']);
  });

  test('that fails says why, and where to read on', async () => {
    const sfn = serviceThatEnds('FAILED', { error: 'Lambda.Unknown', cause: 'no memory' });
    const { code, lines } = await run(callsWith(sfn));
    expect([code, lines.slice(1)]).toEqual([
      1,
      [
        'The report was not made: FAILED: Lambda.Unknown: no memory',
        'docs/runbook.md#tag-enforcement-report-failed',
      ],
    ]);
  });

  test('that is not deployed is one line', async () => {
    const sfn = serviceThatEnds('SUCCEEDED', {});
    sfn.on(StartExecutionCommand).rejects(new StateMachineDoesNotExist({ message: 'no', $metadata: {} }));
    const { code, errors } = await run(callsWith(sfn));
    expect([code, errors]).toEqual([
      2,
      [
        `report: the report is not deployed in account ${HUB}, us-west-2: deploy it (npx cdk deploy --all), or give --local FILE`,
      ],
    ]);
  });

  test('that is off is one line', async () => {
    const { code, errors } = await withConfiguration(
      { ...givenTwoAccounts(), report: 'off' },
      async (file) => {
        const screen = aScreen();
        return { code: await runCommand(report(), ['--config', file], screen), errors: screen.errors };
      },
    );
    expect([code, errors]).toEqual([
      2,
      [
        'report: report is off in the configuration: set it to weekly and deploy, or give --local FILE. Try: npm run report -- --help',
      ],
    ]);
  });
});

describe('the local report', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tag-enforcement-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const QUEUE = {
    arn: `arn:aws:sqs:eu-west-1:${ENFORCED}:owned`,
    tags: [{ key: 'Owner', value: 'ann@ucsc.edu' }],
  };
  const COSTS: CostAnswers = {
    currency: 'USD',
    totals: [{ month: '2026-10', amount: '7.25', isOpen: false }],
    accounts: [{ month: '2026-10', keys: [ENFORCED], amount: '7.25' }],
    owners: [{ month: '2026-10', keys: ['Owner$ann@ucsc.edu', ENFORCED], amount: '7.25' }],
    usage: [],
    others: [],
  };
  const sources = (
    asked: string[],
    costs: LocalSources['costs'] = () => async () => COSTS,
  ): LocalSources => ({
    costs,
    accountId: async () => ENFORCED,
    regions: async () => {
      throw new Error('its Regions are configured');
    },
    readersOf: async ({ region }) => {
      asked.push(region);
      if (region === 'us-west-2') throw new Error('no network');
      return {
        list: {
          explored: async () => ({ is: 'listed', resources: [], leavesOut: null }),
          tagged: async () => [QUEUE],
          ofIam: async () => [],
          close: () => {},
        },
        ec2: {
          tags: async () => new Map(),
          describe: async () => ({ described: [], describedTypes: new Set() }),
          close: () => {},
        },
        close: () => {},
      };
    },
  });

  test('reads the Regions of the account that the credentials are of, and counts those that failed', async () => {
    const asked: string[] = [];
    const file = join(folder, 'report.html');
    const screen = aScreen();
    const read = await localReport(parseConfiguration(givenTwoAccounts()), file, screen, sources(asked));
    expect(asked).toEqual(['eu-west-1', 'us-west-2', 'global']);
    expect(read.map(({ collected }) => collected.is)).toEqual(['complete', 'failed', 'complete']);
    expect(screen.lines).toEqual([
      `${file}: account ${ENFORCED}`,
      '1 resource, 1 of them with a valid Owner',
      expect.stringContaining('Set billing to the payer account'),
    ]);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('no network');
    // Only the hub knows who is a user.
    expect(page).toContain('who is a user is not known here');
  });

  const PAYER = '222233334444';
  const localWith = async (billing: object, costs: LocalSources['costs']) => {
    const file = join(folder, 'costs.html');
    const screen = aScreen();
    const configuration = parseConfiguration({ ...givenTwoAccounts(), billing });
    await localReport(configuration, file, screen, sources([], costs));
    return { lines: screen.lines, page: readFileSync(file, 'utf8') };
  };

  test('has the costs of the account, where billing is configured and the credentials may read them', async () => {
    const asked: unknown[] = [];
    const { lines, page } = await localWith({ accountId: PAYER }, (view) => async (query) => {
      asked.push([view, query.accountIds]);
      return COSTS;
    });
    expect(asked).toEqual([[null, [ENFORCED]]]);
    expect(lines).toHaveLength(2);
    expect(page).toContain('7.25');
  });

  test('says what the credentials lack to read costs', async () => {
    const { lines, page } = await localWith({ accountId: PAYER }, () => async () => {
      throw new Error('not authorized');
    });
    expect(lines.at(-1)).toMatch(
      /did not show them to your credentials: .*not authorized.* ce:GetCostAndUsage/,
    );
    expect(page).toContain('need ce:GetCostAndUsage');
  });

  test('names the Regions that failed or were read in part, with the reasons', async () => {
    const given = sources([]);
    const partial: LocalSources = {
      ...given,
      readersOf: async (place) => {
        const readers = await given.readersOf(place);
        const explored = async () => ({ is: 'unusable' as const, why: 'it has no index' });
        return { ...readers, list: { ...readers.list, explored } };
      },
    };
    const local: ReportCalls['local'] = (given, file, screen) => localReport(given, file, screen, partial);
    const { code, lines } = await run({ local }, '--local', join(folder, 'partial.html'));
    expect([code, lines.slice(-5)]).toEqual([
      1,
      [
        '1 Region could not be read:',
        '  pangenomics us-west-2: Error: no network',
        '2 Regions were read in part:',
        '  pangenomics global: Resource Explorer cannot be used (it has no index), so wh…',
        '  pangenomics eu-west-1: Resource Explorer cannot be used (it has no index), so…',
      ],
    ]);
  });

  test('that cannot be written is one line, before anything is read', async () => {
    const file = join(folder, 'no-folder', 'report.html');
    const asked: string[] = [];
    const { code, errors } = await run(
      { local: (c, f, s) => localReport(c, f, s, sources(asked)) },
      '--local',
      file,
    );
    expect([code, errors]).toEqual([
      2,
      [expect.stringContaining(`report: --local cannot write ${file}: ENOENT`)],
    ]);
    expect(asked).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});
