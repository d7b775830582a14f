import * as z from 'zod/mini';
import type { BreakerTable } from '../aws/breaker-table.ts';
import type { StartBreakerNotice, StartExecution } from '../aws/executions.ts';
import type { FindOpenExecutions } from '../aws/open-executions.ts';
import { countAndHold } from '../breaker/count-and-hold.ts';
import type { Timing } from '../domain/grace-period/deadline.ts';
import {
  earliestDeadlineOf,
  hasLaunchOpenGracePeriod,
  type OpenExecution,
  waitsUntil,
} from '../domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../domain/record/launch.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { MAX_DELIVERIES, type MessageResult, sqsBatchHandler } from '../sqs-batch.ts';
import { type IntakeEnvironment, type IntakeResult, planIntake } from './plan-intake.ts';

export type IntakeClients = {
  readonly startExecution: StartExecution;
  readonly openExecutions: FindOpenExecutions;
  readonly breaker: Pick<BreakerTable, 'update' | 'join'>;
  readonly startBreakerNotice: StartBreakerNotice;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Takes in a batch from the queue: launches, and instances whose Owner tag changed. */
export const createHandler = (environment: IntakeEnvironment, clients: IntakeClients) => (batch: unknown) => {
  const ofBatch = { ...clients, openExecutions: memoizeOpenExecutions(clients.openExecutions) };
  const handle = async (event: unknown, deliveries: number): Promise<MessageResult> => {
    const planned = planIntake(event, environment, new Date());
    await carryOut(planned, deliveries, environment.TIMING, ofBatch);
    return 'done';
  };
  return sqsBatchHandler({ order: 'at-once', body: z.unknown(), handle }, clients.log)(batch);
};

const carryOut = async (
  taken: IntakeResult,
  deliveries: number,
  timing: Timing,
  clients: IntakeClients,
): Promise<void> => {
  const { log, metrics } = clients;
  switch (taken.is) {
    case 'compliant':
      log.info('compliant-at-launch', { launch: taken.launch });
      measure(taken.launch, metrics);
      metrics.count('CompliantAtLaunch', taken.launch.accountId);
      return;
    case 'ignored':
      log.info('tag-change-ignored', { instanceId: taken.instanceId, why: taken.why });
      return;
    case 'start-execution': {
      const { launch, cause } = taken.input;
      if (taken.unlessOpen && (await isOpen(launch, deliveries, timing, clients))) {
        log.info('grace-period-open', { launch, cause });
      } else {
        await startGracePeriod(taken, clients);
      }
      if (cause === 'launch') measure(launch, metrics);
      return;
    }
    default:
      taken satisfies never;
  }
};

const startGracePeriod = async (
  { name, input, counted }: Extract<IntakeResult, { is: 'start-execution' }>,
  { breaker, startBreakerNotice: startNotice, startExecution, log }: IntakeClients,
): Promise<void> => {
  // Counted first: a grace period that begins uncounted would get past the breaker.
  if (counted) await countAndHold(counted, input.account.name, { breaker, startNotice, log }, new Date());
  await startExecution(name, input);
  log.info('grace-period-started', { started: name, launch: input.launch, cause: input.cause });
};

/** Makes a predicate: whether an open execution judges, or will judge, the instances of this launch. */
const judges = ({ eventTime, key }: Launch, timing: Timing) => {
  const since = Date.parse(eventTime);
  return (one: OpenExecution): boolean =>
    key.filter === 'instance-id'
      ? // After its deadline, the execution only finishes: an Owner that is removed then begins another grace period.
        since < (earliestDeadlineOf(one, timing) ?? Number.POSITIVE_INFINITY)
      : // An execution that only waits for the launch's own grace period does not replace it.
        waitsUntil(one, eventTime, timing) === null;
};

const isOpen = async (
  launch: Launch,
  deliveries: number,
  timing: Timing,
  { openExecutions, log }: IntakeClients,
): Promise<boolean> => {
  const { accountId, region, key } = launch;
  // Names of executions are enough to find a launch, and fast when many come late at once. They are not enough for a
  // single instance: the name of its launch's execution does not show it.
  const detail = key.filter === 'instance-id' ? 'instances' : 'keys';
  try {
    const open = await openExecutions(accountId, [region], detail);
    return hasLaunchOpenGracePeriod(launch, open.filter(judges(launch, timing)));
  } catch (error) {
    // Throttling passes, so the message is retried. At the last delivery, a second warning is better than a lost one.
    if (deliveries < MAX_DELIVERIES) throw error;
    log.warn('open-executions-unknown', { launch, error });
    return false;
  }
};

/** Measures a launch. A tag change is not measured here: its grace period appears as a warning. */
const measure = ({ accountId, eventTime }: Launch, metrics: Metrics): void => {
  metrics.count('Launches', accountId);
  metrics.seconds('IntakeDelay', accountId, (Date.now() - Date.parse(eventTime)) / 1000);
};

/** Looks up open executions once per account, Region and detail: the messages of a batch come at the same time. */
const memoizeOpenExecutions = (find: FindOpenExecutions): FindOpenExecutions => {
  const asked = new Map<string, ReturnType<FindOpenExecutions>>();
  return (accountId, regions, detail) => {
    const key = [accountId, ...regions, detail].join(' ');
    const answer = asked.get(key) ?? find(accountId, regions, detail);
    asked.set(key, answer);
    return answer;
  };
};
