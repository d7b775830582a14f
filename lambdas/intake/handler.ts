import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice, StartExecution } from '../aws/executions.ts';
import type { OpenExecutions } from '../aws/open-executions.ts';
import { countBeginning } from '../breaker/hold.ts';
import {
  deadlineOf,
  isLaunchCovered,
  isYoungFor,
  type Open,
} from '../domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../domain/record/launch.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { DELIVERIES, type Taken, takeBatch } from '../take-batch.ts';
import { IntakeEnvironment, takeIn } from './take-in.ts';

export type IntakeClients = {
  readonly startExecution: (stateMachineArn: string) => StartExecution;
  readonly openExecutions: (stateMachineArn: string) => OpenExecutions;
  readonly breaker: (tableName: string) => Pick<BreakerTable, 'update' | 'join'>;
  readonly startBreakerNotice: (stateMachineArn: string) => StartBreakerNotice;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Takes in a batch of launches, and of instances whose Owner tag changed, from the queue. */
export const createHandler = (
  environment: unknown,
  { startExecution, openExecutions, log, metrics, ...clients }: IntakeClients,
) => {
  const settings = parseEnvironment(IntakeEnvironment, environment);
  const start = startExecution(settings.STATE_MACHINE_ARN);
  const findOpen = openExecutions(settings.STATE_MACHINE_ARN);
  const counting = {
    breaker: clients.breaker(settings.TABLE_NAME),
    startNotice: clients.startBreakerNotice(settings.BREAKER_STATE_MACHINE_ARN),
    log,
  };

  /** Whether an open execution judges, or will, what begins now. */
  const counts = ({ eventTime, key }: Launch) => {
    const since = Date.parse(eventTime);
    return (one: Open): boolean =>
      key.filter === 'instance-id'
        ? // After its deadline it only comes to its end: an Owner taken away then begins anew.
          since < (deadlineOf(one, settings.TIMING) ?? Number.POSITIVE_INFINITY)
        : // One that waits for the launch's own grace period, has none.
          !isYoungFor(one, eventTime, settings.TIMING);
  };

  const isOpen = async (launch: Launch, find: OpenExecutions, deliveries: number): Promise<boolean> => {
    const { accountId, region, key } = launch;
    // Of many late launches at once, each by its name: of an instance alone, that of its launch does not tell it.
    const told = key.filter === 'instance-id' ? 'instances' : 'keys';
    try {
      return isLaunchCovered(launch, (await find(accountId, [region], told)).filter(counts(launch)));
    } catch (error) {
      // Throttling passes. In vain to the last: an execution too many is a second warning, a lost message is an instance.
      if (deliveries < DELIVERIES) throw error;
      log.warn('open-executions-unknown', { launch, error });
      return false;
    }
  };

  /** A tag change is no launch: its grace period is seen as a warning. */
  const measure = ({ accountId, eventTime }: Launch): void => {
    metrics.count('Launches', accountId);
    metrics.seconds('IntakeDelay', accountId, (Date.now() - Date.parse(eventTime)) / 1000);
  };

  const take = async (event: unknown, find: OpenExecutions, deliveries: number): Promise<Taken> => {
    const taken = takeIn(event, settings, new Date());
    switch (taken.is) {
      case 'compliant':
        log.info('compliant-at-launch', { launch: taken.launch });
        measure(taken.launch);
        metrics.count('CompliantAtLaunch', taken.launch.accountId);
        return 'done';
      case 'no-matter':
        log.info('tag-change-ignored', { instanceId: taken.instanceId, why: taken.why });
        return 'done';
      case 'to-check': {
        const { name, input, unlessOpen, counted } = taken;
        const { launch, cause } = input;
        if (unlessOpen && (await isOpen(launch, find, deliveries))) {
          log.info('grace-period-open', { launch, cause });
        } else {
          // First: what has begun without being counted would end past the breaker.
          if (counted) await countBeginning(counted, input.account.name, counting, new Date());
          await start(name, input);
          log.info('grace-period-started', { started: name, launch, cause });
        }
        if (cause === 'launch') measure(launch);
        return 'done';
      }
      default:
        return taken satisfies never;
    }
  };

  return (batch: unknown) => {
    const find = shared(findOpen);
    const takeOne = (event: unknown, deliveries: number) => take(event, find, deliveries);
    return takeBatch({ order: 'at-once', body: z.unknown(), take: takeOne }, log)(batch);
  };
};

/** Asks once for each account, Region and way of telling, whoever asks: the messages of a batch come at once. */
const shared = (find: OpenExecutions): OpenExecutions => {
  const asked = new Map<string, ReturnType<OpenExecutions>>();
  return (accountId, regions, told) => {
    const key = [accountId, ...regions, told].join(' ');
    const answer = asked.get(key) ?? find(accountId, regions, told);
    asked.set(key, answer);
    return answer;
  };
};
