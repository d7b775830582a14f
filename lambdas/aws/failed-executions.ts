import type { Open } from '../domain/sweep/covered.ts';
import { executionReads, openByName } from './open-executions.ts';

/**
 * The launches of an account and these Regions whose executions failed within the last day, as far as their names tell.
 */
export type FailedExecutions = (accountId: string, regions: readonly string[]) => Promise<Open[]>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const PAGE = 1000;
const STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

const DAY_MS = 24 * 3_600_000;

/** @param milliseconds for all calls of a look-up: after that it fails */
export const failedExecutions =
  (stateMachineArn: string, milliseconds: number, sfn = executionReads()): FailedExecutions =>
  async (accountId, regions) => {
    const abortSignal = AbortSignal.timeout(milliseconds);
    const failed: Open[] = [];
    for (const statusFilter of STATUSES) {
      let nextToken: string | undefined;
      do {
        const { executions = [], ...page } = await sfn.listExecutions(
          { stateMachineArn, statusFilter, maxResults: PAGE, ...(nextToken ? { nextToken } : {}) },
          { abortSignal },
        );
        // Those that began last come first.
        const ofToday = executions.filter(
          ({ startDate }) => startDate !== undefined && Date.now() - startDate.getTime() < DAY_MS,
        );
        for (const { executionArn: arn = '', name = '', startDate } of ofToday) {
          const one = { arn, name, startedAt: startDate?.getTime() ?? 0 };
          const named = openByName(one, accountId, regions, 'keys');
          if (named?.cause === 'launch') failed.push(named);
        }
        nextToken = ofToday.length < executions.length ? undefined : page.nextToken;
      } while (nextToken);
    }
    return failed;
  };
