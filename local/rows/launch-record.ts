import type { Cause } from '../../lambdas/domain/grace-period/input.ts';
import type { Decision } from '../../lambdas/domain/grace-period/outcome.ts';
import { iso } from '../../lambdas/domain/instant.ts';
import type { Origin } from '../../lambdas/domain/launcher/origin.ts';
import type { Launch } from '../../lambdas/domain/record/launch.ts';
import type { Launcher } from '../../lambdas/domain/record/launcher.ts';
import type { Row, RowDecision } from './row.ts';

/** A decision about an instance, at an instant (milliseconds since the epoch). */
export type Event = {
  readonly at: number;
  readonly decision: RowDecision;
  readonly reason: string;
  readonly recipients: readonly string[];
};

/** Decisions that are not final: the execution has more to do. */
const OPEN: ReadonlySet<RowDecision> = new Set<RowDecision>(['grace-started', 'warned'] satisfies (
  | Decision
  | 'grace-started'
)[]);

/** Decisions that are left out as an instance's first, unless its grace period began with a launch. */
const UNCHANGED: ReadonlySet<RowDecision> = new Set<RowDecision>(['gone', 'complied'] satisfies Decision[]);

/** One grace period, or one compliant launch, with the decisions about each instance. Each decision is kept once. */
export class LaunchRecord {
  readonly launch: Launch;
  readonly cause: Cause;
  /** The launcher, as last known. */
  launcher: Launcher;
  /** Of the instances whose origin the records do not show: the origin. */
  readonly unseenOrigins = new Map<string, Pick<Origin, 'kind' | 'id'>>();
  /** By instance, then by decision, in the order of the decisions. */
  readonly #events = new Map<string, Map<RowDecision, Event>>();

  constructor(launch: Launch, cause: Cause) {
    this.launch = launch;
    this.cause = cause;
    this.launcher = launch.launcher;
  }

  /** Records a decision, unless it was recorded for the instance before. */
  add(instanceId: string, event: Event): void {
    if (!this.#events.has(instanceId) && this.cause !== 'launch' && UNCHANGED.has(event.decision)) return;
    const known = this.#events.get(instanceId) ?? new Map<RowDecision, Event>();
    if (!known.has(event.decision)) known.set(event.decision, event);
    this.#events.set(instanceId, known);
  }

  /** Records the final decision about an instance, so that it is the last. */
  end(instanceId: string, event: Event): void {
    if (this.last(instanceId)?.decision === event.decision) return;
    this.#events.get(instanceId)?.delete(event.decision);
    this.add(instanceId, event);
  }

  last(instanceId: string): Event | undefined {
    return [...(this.#events.get(instanceId)?.values() ?? [])].at(-1);
  }

  instanceIds(): string[] {
    return [...this.#events.keys()];
  }

  /** Instances without a final decision. */
  openInstanceIds(): string[] {
    return this.instanceIds().filter((instanceId) => {
      const last = this.last(instanceId);
      return last !== undefined && OPEN.has(last.decision);
    });
  }

  rows(): Row[] {
    const { launcher } = this;
    const { accountId, region, eventId } = this.launch;
    return [...this.#events].flatMap(([resourceId, events]) =>
      [...events.values()].map(({ at, decision, reason, recipients }) => ({
        at: iso(at),
        decision,
        accountId,
        region,
        resourceType: 'ec2:instance',
        resourceId,
        launcher: launcher.userName,
        recipients,
        reason,
        eventId,
      })),
    );
  }
}
