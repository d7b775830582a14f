import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { InheritOwner } from '../../lambdas/domain/launcher/origin.ts';
import type { Log } from '../../lambdas/log.ts';
import type { Metrics } from '../../lambdas/metrics.ts';
import type { BusEvent } from '../events/bus-event.ts';
import type { Stack } from '../template/template.ts';
import type { Clients } from './clients.ts';
import type { UserOfAccount } from './iam-users.ts';
import type { Outage } from './outage.ts';
import type { ParameterWritten } from './parameters.ts';
import type { StateMachines } from './state-machines.ts';

/** An administrator's change to the service while it runs. Instants are milliseconds since the epoch. */
export type Intervention = {
  readonly at: number;
  readonly act: (service: {
    readonly deploy: (stacks: readonly Stack[]) => void;
    /** Administrators release or dismiss a breaker group here. */
    readonly breaker: Pick<BreakerTable, 'update'>;
    readonly stateMachines: Pick<StateMachines, 'list' | 'redrive' | 'startByHand' | 'stop'>;
  }) => void;
};

/** The conditions that a history is played under. Instants are milliseconds since the epoch. */
export type PlayOptions = {
  /** IAM users that exist before the first record. */
  readonly users?: readonly UserOfAccount[];
  /** Addresses whose readers never confirm a subscription. */
  readonly neverConfirming?: readonly string[];
  /** Values that somebody writes into the hub's parameters, such as the pause. */
  readonly written?: readonly ParameterWritten[];
  /** Whether schedules run; true if left out. The executions that they start are then played too. */
  readonly schedules?: boolean;
  /**
   * For a history that may begin after its instances' origins did: from which kinds of them the configuration lets instances
   * inherit an Owner. Left out: the history shows every origin that there is.
   */
  readonly olderOrigins?: Readonly<InheritOwner>;
  readonly outages?: readonly Outage[];
  readonly interventions?: readonly Intervention[];
  /**
   * The delay in milliseconds of each copy of an event on the way to its bus. An empty list loses the event; two delays
   * deliver it twice. If left out, each event arrives once, without delay.
   */
  readonly delays?: (event: BusEvent) => readonly number[];
  /** Replaces the clients of the function that has this role. */
  readonly disturb?: (clients: Clients, functionRoleArn: string) => Clients;
  /** `log` and `metrics` receive what the functions log and measure. */
  readonly log?: Log;
  readonly metrics?: Metrics;
};
