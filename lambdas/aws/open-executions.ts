import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { atMost } from '../at-most.ts';
import { keyIn, mayBeAbout } from '../domain/grace-period/execution-name.ts';
import { GracePeriodInput } from '../domain/grace-period/input.ts';
import type { Launch } from '../domain/record/launch.ts';
import type { Open } from '../domain/sweep/covered.ts';

/**
 * The launches of an account and these Regions whose executions of the state machine GracePeriod are open. One that was
 * started a moment ago may be missing: the list is eventually consistent.
 *
 * @param told `keys`: whose reservation or instance an execution's name tells, is not looked at, and names no instances;
 *   left out: `instances`
 */
export type OpenExecutions = (
  accountId: string,
  regions: readonly string[],
  told?: 'keys' | 'instances',
) => Promise<Open[]>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const PAGE = 1000;

/**
 * Step Functions lists and describes a few executions a second, after a first hundred: eight attempts span half a minute.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const ATTEMPTS = 8;

/** Descriptions at a time. */
const AT_ONCE = 10;

const runningNames = async (sfn: SFNClient, stateMachineArn: string) => {
  const running: { readonly arn: string; readonly name: string }[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: PAGE,
        ...(nextToken ? { nextToken } : {}),
      }),
    );
    running.push(
      ...(page.executions ?? []).flatMap(({ executionArn: arn, name }) =>
        arn && name ? [{ arn, name }] : [],
      ),
    );
    nextToken = page.nextToken;
  } while (nextToken);
  return running;
};

const launchOf = async (sfn: SFNClient, executionArn: string): Promise<Launch> => {
  const { input = '' } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return z.parse(GracePeriodInput, JSON.parse(input)).launch;
};

export const openExecutions =
  (stateMachineArn: string, sfn = new SFNClient({ maxAttempts: ATTEMPTS })): OpenExecutions =>
  async (accountId, regions, told) => {
    const about = (await runningNames(sfn, stateMachineArn)).filter(({ name }) =>
      regions.some((region) => mayBeAbout(name, accountId, region)),
    );
    const open = await atMost(AT_ONCE, about, async ({ arn, name }): Promise<Open[]> => {
      const named = regions.flatMap((region) => {
        const key = told === 'keys' ? keyIn(name, accountId, region) : null;
        return key ? [{ region, key, instanceIds: [] }] : [];
      });
      if (named.length > 0) return named;
      const launch = await launchOf(sfn, arn);
      return launch.accountId === accountId && regions.includes(launch.region) ? [launch] : [];
    });
    return open.flat();
  };
