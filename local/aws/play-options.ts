import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { Log } from '../../lambdas/log.ts';
import type { Metrics } from '../../lambdas/metrics.ts';
import type { BusEvent } from '../events/bus-event.ts';
import type { Stack } from '../template/template.ts';
import type { Clients } from './clients.ts';
import type { UserOfAccount } from './iam-users.ts';
import type { Outage } from './outage.ts';
import type { ParameterWritten } from './parameters.ts';
import type { StateMachines } from './state-machines.ts';

/** What administrators do to the service itself while it runs. Instants are milliseconds since the epoch. */
export type Intervention = {
  readonly at: number;
  readonly act: (service: {
    readonly deploy: (stacks: readonly Stack[]) => void;
    /** Where administrators decide what becomes of a group that is held. */
    readonly breaker: Pick<BreakerTable, 'update'>;
    readonly stateMachines: Pick<StateMachines, 'list' | 'redrive' | 'startByHand' | 'stop'>;
  }) => void;
};

/** What the world is like besides its records. Instants are milliseconds since the epoch. */
export type PlayOptions = {
  /** IAM users that there are before the first record. */
  readonly users?: readonly UserOfAccount[];
  /** Addresses whose readers never confirm a subscription. */
  readonly neverConfirming?: readonly string[];
  /** What somebody writes into the parameters of the hub: the switch that pauses. */
  readonly written?: readonly ParameterWritten[];
  /** Left out: schedules run. What they begin is then played too. */
  readonly schedules?: boolean;
  readonly outages?: readonly Outage[];
  readonly interventions?: readonly Intervention[];
  /**
   * So many milliseconds later each copy of an event comes to its bus: none is a loss, two are a repetition. Left out: at
   * once, and once.
   */
  readonly delays?: (event: BusEvent) => readonly number[];
  /** Changes what a function of a role calls. */
  readonly disturb?: (clients: Clients, functionRoleArn: string) => Clients;
  /** Gets what the functions log and measure. */
  readonly log?: Log;
  readonly metrics?: Metrics;
};
