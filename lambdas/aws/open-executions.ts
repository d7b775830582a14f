import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { atMost } from '../at-most.ts';
import { keyIn, mayBeAbout } from '../domain/grace-period/execution-name.ts';
import { Launch } from '../domain/record/launch.ts';
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

/** Descriptions at a time. */
const AT_ONCE = 10;

/** Of each call: half a minute, if there is so much time. */
const ATTEMPTS = 8;

/** What is read of an execution's input: no more than every version has written. */
const Input = z.object({
  launch: z.pick(Launch, { accountId: true, region: true, key: true, instanceIds: true }),
});
type Described = z.infer<typeof Input>['launch'];

type Running = { readonly arn: string; readonly name: string };

const listRunning = async (
  sfn: SFNClient,
  stateMachineArn: string,
  abortSignal: AbortSignal,
): Promise<Running[]> => {
  const running: Running[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: PAGE,
        ...(nextToken ? { nextToken } : {}),
      }),
      { abortSignal },
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

/** What an execution's name tells; undefined if that is not enough. An instance alone is all that such a launch names. */
const readName = (
  { name }: Running,
  accountId: string,
  regions: readonly string[],
  told: 'keys' | 'instances',
): Open | undefined => {
  const [named] = regions.flatMap((region) => {
    const key = keyIn(name, accountId, region);
    return key ? [{ region, key, instanceIds: key.filter === 'instance-id' ? [key.value] : [] }] : [];
  });
  return told === 'keys' || named?.key.filter === 'instance-id' ? named : undefined;
};

/**
 * Step Functions answers two lists and ten descriptions a second in the smallest Regions, after a first 100 and 250, all
 * callers together: what an execution began with never changes, and is asked for once.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 *
 * @param milliseconds for all calls of a look-up: after that it fails
 */
export const openExecutions = (
  stateMachineArn: string,
  milliseconds: number,
  sfn = new SFNClient({ maxAttempts: ATTEMPTS }),
): OpenExecutions => {
  /** By ARN; null for an input that is not to be read. */
  const described = new Map<string, Described | null>();

  const describe = async (executionArn: string, abortSignal: AbortSignal): Promise<Described | null> => {
    const known = described.get(executionArn);
    if (known !== undefined) return known;
    const { input = '{}' } = await sfn.send(new DescribeExecutionCommand({ executionArn }), { abortSignal });
    const launch = z.safeParse(Input, JSON.parse(input)).data?.launch ?? null;
    described.set(executionArn, launch);
    return launch;
  };

  return async (accountId, regions, told = 'instances') => {
    const abortSignal = AbortSignal.timeout(milliseconds);
    const running = await listRunning(sfn, stateMachineArn, abortSignal);
    const arns = new Set(running.map(({ arn }) => arn));
    for (const arn of described.keys()) if (!arns.has(arn)) described.delete(arn);
    const about = running.filter(({ name }) => regions.some((region) => mayBeAbout(name, accountId, region)));
    const open = await atMost(AT_ONCE, about, async (one): Promise<Open[]> => {
      const named = readName(one, accountId, regions, told);
      if (named) return [named];
      const launch = await describe(one.arn, abortSignal);
      // Of another version: what its name tells must do. Unknown, it costs a second warning.
      if (!launch) return [readName(one, accountId, regions, 'keys') ?? []].flat();
      return launch.accountId === accountId && regions.includes(launch.region) ? [launch] : [];
    });
    return open.flat();
  };
};
