import { type FunctionName, TABLE_NAME } from '../../infra/names.ts';
import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { FindOpenExecutions } from '../../lambdas/aws/open-executions.ts';
import type { BusEvent } from '../events/bus-event.ts';
import { EventBridge } from '../events/event-bridge.ts';
import type { Rules } from '../events/rules.ts';
import type { ScheduleTarget } from '../events/schedules.ts';
import type { Stack } from '../template/template.ts';
import type { Accounts } from './account-clients.ts';
import { AutoScaling } from './auto-scaling.ts';
import { breakerTable } from './breaker-table.ts';
import { clientsOf } from './clients.ts';
import { CloudTrail } from './cloud-trail.ts';
import { Ec2, type Ec2Events } from './ec2.ts';
import { Functions } from './functions.ts';
import { IamUsers } from './iam-users.ts';
import { IamInOutages } from './outage.ts';
import { Parameters } from './parameters.ts';
import type { PlayOptions } from './play-options.ts';
import { Queues } from './queues.ts';
import { Resources } from './resources.ts';
import { scheduled } from './scheduled.ts';
import { functionLog, type ServiceObserver, silentLog } from './service-observer.ts';
import { StateMachines } from './state-machines.ts';
import { Tables } from './tables.ts';
import { Topics } from './topics.ts';

/** Is called for events that no record of the history causes. */
type Listener = Ec2Events & {
  /** An event became a dead letter. */
  readonly deadLettered: (event: BusEvent, error: unknown) => void;
};

/** The services that the application runs on, built from its synthesized stacks. */
export type EmbeddedAws = Accounts & {
  readonly ec2: Ec2;
  readonly topics: Topics;
  readonly eventBridge: EventBridge;
  readonly functions: Functions;
  /** Runs a schedule's target, and throws if the run fails. */
  readonly runScheduled: (target: ScheduleTarget) => Promise<void>;
  /** Whether any execution runs. */
  readonly isBusy: () => boolean;
  /**
   * Deploys other stacks: roles, rules, buses, functions, state machines, topics. An open execution keeps the definition
   * that it began with. Tables, queues and parameters stay unchanged.
   */
  readonly deploy: (stacks: readonly Stack[]) => void;
  /** One step of a deployment: one function, or everything but the functions. */
  readonly deployStep: (stacks: readonly Stack[], step: FunctionName | 'around') => void;
  /** The breaker's table, as administrators use it. */
  readonly breaker: BreakerTable;
  /** The executions of every state machine, as administrators use them. */
  readonly stateMachines: StateMachines;
};

/** What an observer of the service may read. */
export type ObservedAws = Pick<EmbeddedAws, 'ec2' | 'topics' | 'autoScaling'>;

const UNMEASURED = { count: () => {}, total: () => {}, seconds: () => {} };

/** Builds the embedded services from the stacks and connects them. */
export const embeddedAws = <Observer extends ServiceObserver>(
  stacks: readonly Stack[],
  rules: Rules,
  playOptions: PlayOptions,
  observer: (aws: ObservedAws) => Observer,
  listener: Listener,
): EmbeddedAws & { readonly observer: Observer } => {
  const { users = [], written = [], outages = [], disturb = (clients) => clients } = playOptions;
  const iam = new IamInOutages(stacks, outages);
  const ec2 = new Ec2(listener);
  const topics = new Topics(stacks, playOptions.neverConfirming);
  const accounts = {
    autoScaling: new AutoScaling(),
    cloudTrail: new CloudTrail(),
    users: new IamUsers(users),
    resources: new Resources(),
  };
  const tables = new Tables(stacks);
  const seen = observer({ ec2, topics, autoScaling: accounts.autoScaling });
  const errors = new Map<string, unknown>();
  const clients = clientsOf({
    ...accounts,
    ec2,
    iam,
    topics,
    tables,
    parameters: new Parameters(stacks, written),
    log: functionLog(seen, (messageId, error) => errors.set(messageId, error), playOptions.log ?? silentLog),
    metrics: playOptions.metrics ?? UNMEASURED,
    queues: () => queues,
    startExecution: (callerRoleArn) => (stateMachineArn) => (name, input) =>
      stateMachines.start(callerRoleArn)(stateMachineArn)(name, input),
    startBreakerNotice: (callerRoleArn) => (stateMachineArn) => (name, input) =>
      stateMachines.startNotice(callerRoleArn)(stateMachineArn)(name, input),
    failedExecutions: (callerRoleArn) => (stateMachineArn) => (accountId, regions) =>
      stateMachines.failedExecutions(callerRoleArn)(stateMachineArn)(accountId, regions),
    openExecutions: (callerRoleArn) => (stateMachineArn) => {
      let find: FindOpenExecutions | undefined;
      return (...asked) => {
        find ??= stateMachines.openExecutions(callerRoleArn)(stateMachineArn);
        return find(...asked);
      };
    },
    answer: (callerRoleArn) => (token, published) => stateMachines.answer(callerRoleArn)(token, published),
  });
  const functions: Functions = new Functions(stacks, (roleArn) => disturb(clients(roleArn), roleArn));
  const queues: Queues = new Queues(stacks, functions, ({ event, messageId, error }) => {
    // A mail or a question to CloudTrail has no event. If it is given up, the execution's own rows show it.
    if (event) listener.deadLettered(event, errors.get(messageId) ?? error);
  });
  const stateMachines = new StateMachines(stacks, { iam, functions, queues, observer: seen });
  const eventBridge = new EventBridge(stacks, rules, iam, (queueArn, event) =>
    queues.send(queueArn, JSON.stringify(event), event),
  );
  const around = (others: readonly Stack[]): void => {
    iam.deploy(others);
    rules.deploy(others);
    eventBridge.deploy(others);
    stateMachines.deploy(others);
    topics.deploy(others);
  };
  return {
    ...accounts,
    ec2,
    topics,
    eventBridge,
    functions,
    runScheduled: scheduled(stacks, functions, stateMachines),
    isBusy: () => stateMachines.isBusy,
    deploy: (others) => {
      around(others);
      functions.deploy(others);
    },
    deployStep: (others, step) => {
      if (step === 'around') around(others);
      else functions.deploy(others, step);
    },
    breaker: breakerTable(() => tables.named(TABLE_NAME).table),
    stateMachines,
    observer: seen,
  };
};
