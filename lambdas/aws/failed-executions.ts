import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { keyIn } from '../domain/grace-period/execution-name.ts';
import type { Open } from '../domain/sweep/covered.ts';

/**
 * The launches of an account and these Regions whose executions failed within the last day, as far as their names tell.
 */
export type FailedExecutions = (accountId: string, regions: readonly string[]) => Promise<Open[]>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const PAGE = 1000;
const STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

const DAY_MS = 24 * 3_600_000;

/** Of each call: half a minute, if there is so much time. */
const ATTEMPTS = 8;

/** @param milliseconds for all calls of a look-up: after that it fails */
export const failedExecutions =
  (
    stateMachineArn: string,
    milliseconds: number,
    sfn = new SFNClient({ maxAttempts: ATTEMPTS }),
  ): FailedExecutions =>
  async (accountId, regions) => {
    const abortSignal = AbortSignal.timeout(milliseconds);
    const failed: Open[] = [];
    for (const statusFilter of STATUSES) {
      let nextToken: string | undefined;
      do {
        const page = await sfn.send(
          new ListExecutionsCommand({
            stateMachineArn,
            statusFilter,
            maxResults: PAGE,
            ...(nextToken ? { nextToken } : {}),
          }),
          { abortSignal },
        );
        // Those that began last come first.
        const ofToday = (page.executions ?? []).filter(
          ({ startDate }) => startDate !== undefined && Date.now() - startDate.getTime() < DAY_MS,
        );
        for (const { name = '' } of ofToday) {
          if (!/-launch-\d+$/.test(name)) continue;
          for (const region of regions) {
            const key = keyIn(name, accountId, region);
            if (key) failed.push({ region, key, instanceIds: [] });
          }
        }
        nextToken = ofToday.length < (page.executions ?? []).length ? undefined : page.nextToken;
      } while (nextToken);
    }
    return failed;
  };
