import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandInput,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  type ListExecutionsOutput,
  SFNClient,
} from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { mapConcurrently } from '../concurrency.ts';
import {
  instanceIdIn,
  keyNames,
  mayBeAbout,
  parseExecutionName,
} from '../domain/grace-period/execution-name.ts';
import { Cause } from '../domain/grace-period/input.ts';
import type { OpenExecution } from '../domain/grace-period/open-grace-periods.ts';
import { DAY_MS } from '../domain/instant.ts';
import { Launch } from '../domain/record/launch.ts';

/**
 * Finds the open executions of GracePeriod for launches of an account and these Regions. An execution that was
 * started a moment ago may be missing: the list is eventually consistent.
 *
 * @param detail `keys`: an execution whose name shows its reservation or instance is not described, and may lack its
 *   instance ids; `instances` (the default): every execution has its instance ids
 * @param isAskedFor which executions are described all the same, for what their names do not show; left out: none
 */
export type FindOpenExecutions = (
  accountId: string,
  regions: readonly string[],
  detail?: 'keys' | 'instances',
  isAskedFor?: (named: OpenExecution) => boolean,
) => Promise<OpenExecution[]>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const PAGE_SIZE = 1000;

/** DescribeExecution calls at a time. */
const CONCURRENCY = 10;

/** Attempts of each call: about half a minute, unless the time for the look-up ends before. */
const MAX_ATTEMPTS = 8;

/** The part of an execution's input that is read: only what every version of this service has written. */
const ExecutionInput = z.object({
  launch: z.pick(Launch, {
    accountId: true,
    region: true,
    key: true,
    clientToken: true,
    eventTime: true,
    instanceIds: true,
  }),
  cause: z._default(Cause, 'launch'),
  gracePeriodMinutes: z.optional(z.number()),
});

type Described = z.infer<typeof ExecutionInput>;

/** The read calls of Step Functions. */
export type ExecutionReads = {
  listExecutions(input: ListExecutionsCommandInput, options: Aborted): Promise<ListExecutionsOutput>;
  describeExecution(
    input: DescribeExecutionCommandInput,
    options: Aborted,
  ): Promise<Pick<DescribeExecutionOutput, 'input'>>;
};

type Aborted = { readonly abortSignal: AbortSignal };

export const executionReads = (sfn = new SFNClient({ maxAttempts: MAX_ATTEMPTS })): ExecutionReads => ({
  listExecutions: (input, options) => sfn.send(new ListExecutionsCommand(input), options),
  describeExecution: (input, options) => sfn.send(new DescribeExecutionCommand(input), options),
});

type Running = { readonly arn: string; readonly name: string; readonly startedAt: number };

const listRunning = async (
  sfn: ExecutionReads,
  stateMachineArn: string,
  abortSignal: AbortSignal,
): Promise<Running[]> => {
  const running: Running[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.listExecutions(
      {
        stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: PAGE_SIZE,
        ...(nextToken ? { nextToken } : {}),
      },
      { abortSignal },
    );
    running.push(
      ...(page.executions ?? []).flatMap(({ executionArn: arn, name, startDate }) =>
        arn && name ? [{ arn, name, startedAt: startDate?.getTime() ?? 0 }] : [],
      ),
    );
    nextToken = page.nextToken;
  } while (nextToken);
  return running;
};

/**
 * What an execution's name shows; undefined if `detail` needs more. A launch whose key is one instance has only that.
 */
const openByName = (
  { name, startedAt }: Running,
  accountId: string,
  regions: readonly string[],
  detail: 'keys' | 'instances',
): OpenExecution | undefined => {
  for (const region of regions) {
    const read = parseExecutionName(name, accountId, region);
    if (!read) continue;
    const instanceId = instanceIdIn(read.keyName);
    if (detail === 'instances' && instanceId === null) return undefined;
    const { cause, eventTime } = read;
    const instanceIds = instanceId === null ? [] : [instanceId];
    return { name, startedAt, cause, region, keyNames: [read.keyName], instanceIds, eventTime };
  }
  return undefined;
};

const openByInput = (
  { name, startedAt }: Running,
  { launch, cause, gracePeriodMinutes }: Described,
): OpenExecution => ({
  name,
  startedAt,
  cause,
  gracePeriodMinutes,
  region: launch.region,
  keyNames: keyNames(launch),
  instanceIds: launch.instanceIds,
  eventTime: Date.parse(launch.eventTime),
});

/**
 * In the smallest Regions, Step Functions allows two ListExecutions and ten DescribeExecution calls a second for all
 * callers together, after a burst of 100 and 250. An execution's input never changes, so it is described once.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 *
 * @param milliseconds for all calls of one look-up, which fails after that
 */
export const openExecutions = (
  stateMachineArn: string,
  milliseconds: number,
  sfn = executionReads(),
): FindOpenExecutions => {
  /** By ARN; null for an input that cannot be read. */
  const described = new Map<string, Described | null>();

  const describe = async (executionArn: string, abortSignal: AbortSignal): Promise<Described | null> => {
    const known = described.get(executionArn);
    if (known !== undefined) return known;
    const { input = '{}' } = await sfn.describeExecution({ executionArn }, { abortSignal });
    const read = z.safeParse(ExecutionInput, JSON.parse(input)).data ?? null;
    described.set(executionArn, read);
    return read;
  };

  return async (accountId, regions, detail = 'instances', isAskedFor = () => false) => {
    const abortSignal = AbortSignal.timeout(milliseconds);
    const running = await listRunning(sfn, stateMachineArn, abortSignal);
    const arns = new Set(running.map(({ arn }) => arn));
    for (const arn of described.keys()) if (!arns.has(arn)) described.delete(arn);
    const about = running.filter(({ name }) => regions.some((region) => mayBeAbout(name, accountId, region)));
    const open = await mapConcurrently(CONCURRENCY, about, async (one): Promise<OpenExecution[]> => {
      const named = openByName(one, accountId, regions, detail);
      if (named && !isAskedFor(named)) return [named];
      const read = await describe(one.arn, abortSignal);
      // Another version wrote the input: the name must do. An execution that is not found costs a second warning.
      if (!read) return [openByName(one, accountId, regions, 'keys') ?? []].flat();
      const { launch } = read;
      return launch.accountId === accountId && regions.includes(launch.region)
        ? [openByInput(one, read)]
        : [];
    });
    return open.flat();
  };
};

/**
 * Finds the executions for launches of an account and these Regions that failed within the last day. Only executions
 * whose names show their launch are found.
 */
export type FindFailedExecutions = (
  accountId: string,
  regions: readonly string[],
) => Promise<OpenExecution[]>;

const STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** @param milliseconds for all calls of one look-up, which fails after that */
export const failedExecutions =
  (stateMachineArn: string, milliseconds: number, sfn = executionReads()): FindFailedExecutions =>
  async (accountId, regions) => {
    const abortSignal = AbortSignal.timeout(milliseconds);
    const failed: OpenExecution[] = [];
    for (const statusFilter of STATUSES) {
      let nextToken: string | undefined;
      do {
        const { executions = [], ...page } = await sfn.listExecutions(
          { stateMachineArn, statusFilter, maxResults: PAGE_SIZE, ...(nextToken ? { nextToken } : {}) },
          { abortSignal },
        );
        // The list begins with the latest start.
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
