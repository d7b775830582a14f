import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { Configuration } from '../../infra/config/configuration.ts';
import { reportArn } from '../../infra/names.ts';
import { objectLink } from '../../lambdas/domain/report/bucket-layout.ts';
import { IncompleteRegions } from '../../lambdas/domain/report/report.ts';
import { access } from '../aws/access.ts';
import { WrongUsage } from '../command.ts';

/** What the state machine answers at its end: lambdas/report/handler.ts. */
const Result = z.object({
  day: z.string(),
  bucket: z.string(),
  pages: z.array(z.string()),
  resources: z.number(),
  owned: z.number(),
  failedRegions: z.number(),
  // What was deployed before says no more.
  partialRegions: z.number().default(0),
  incomplete: z.array(IncompleteRegions).default([]),
});

/** How far a report is. `ended` is null while it runs. */
export type Progress = {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly ended:
    | null
    | { readonly is: 'made'; readonly result: z.infer<typeof Result> }
    | { readonly is: 'failed'; readonly why: string };
};

/** The deployed report. */
export type ReportService = {
  /** Starts a report; returns the execution's ARN. */
  start(): Promise<string>;
  look(executionArn: string): Promise<Progress>;
  /** Where a page can be read by who has signed in. */
  linkOf(key: string): string;
  /** Copies a page to this machine; returns its path. */
  download(key: string): Promise<string>;
};

const counts = async (sfn: SFNClient, executionArn: string) => {
  const { mapRuns: [run] = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  if (!run?.mapRunArn) return { done: 0, failed: 0, total: 0 };
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn: run.mapRunArn }));
  return {
    done: itemCounts?.succeeded ?? 0,
    failed: (itemCounts?.failed ?? 0) + (itemCounts?.timedOut ?? 0),
    total: itemCounts?.total ?? 0,
  };
};

/**
 * The report of the configuration's hub.
 *
 * @throws WrongUsage if it is not deployed, or the credentials are not the hub's
 */
export const deployedReport = async ({ hub }: Pick<Configuration, 'hub'>): Promise<ReportService> => {
  const settings = (await (await access(hub, null))(hub.accountId, hub.region)) ?? { region: hub.region };
  return reportService(hub, new SFNClient(settings), new S3Client(settings));
};

export const reportService = (hub: Configuration['hub'], sfn: SFNClient, s3: S3Client): ReportService => {
  let bucket = '';
  return {
    start: async () => {
      try {
        const { executionArn = '' } = await sfn.send(
          new StartExecutionCommand({ stateMachineArn: reportArn(hub) }),
        );
        return executionArn;
      } catch (error) {
        if (!(error instanceof StateMachineDoesNotExist)) throw error;
        throw new WrongUsage(
          `the report is not deployed in account ${hub.accountId}, ${hub.region}: deploy it (npx cdk deploy --all), or give --local FILE`,
        );
      }
    },
    look: async (executionArn) => {
      const {
        status,
        output = '{}',
        error,
        cause,
      } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      const counted = await counts(sfn, executionArn);
      if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { ...counted, ended: null };
      if (status !== 'SUCCEEDED') {
        return {
          ...counted,
          ended: { is: 'failed', why: [status, error, cause].filter(Boolean).join(': ') },
        };
      }
      const result = Result.parse(JSON.parse(output));
      bucket = result.bucket;
      return { ...counted, ended: { is: 'made', result } };
    },
    linkOf: (key) => objectLink({ bucket, key, region: hub.region }),
    download: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const file = join(mkdtempSync(join(tmpdir(), 'tag-enforcement-')), basename(Key));
      writeFileSync(file, (await Body?.transformToByteArray()) ?? '');
      return file;
    },
  };
};
