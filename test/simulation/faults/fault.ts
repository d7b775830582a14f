import type { FunctionName } from '../../../infra/names.ts';

/** The kinds of faults that a simulation injects. */
export const FAULT_KINDS = [
  /** EventBridge never delivers the event. */
  'event-lost',
  'event-delayed',
  'event-duplicated',
  /** A later event overtakes this one. */
  'event-reordered',
  /** A queue delivers a message twice. */
  'message-redelivered',
  /** DescribeInstances shows an earlier state. */
  'describe-stale',
  'describe-tagless',
  'describe-empty',
  /** DescribeTags shows earlier tags. */
  'tags-stale',
  /** IAM judges a call by the tags that an instance had minutes ago. */
  'authorization-lags',
  'throttled',
  'server-error',
  /** The call is carried out, but its answer never arrives. */
  'answer-lost',
  /** A function is killed after a call is carried out, before it can report that. */
  'killed',
  'sts-down',
  'sns-down',
  'states-down',
  'table-down',
  'pause-unreadable',
  /** Somebody pauses enforcement, and later resumes it. */
  'paused',
  /** Somebody deploys a wrong pattern, and later the right one. */
  'mistaken-deploy',
  /** Somebody deploys patterns that match no user while executions are open, and later the right ones. */
  'unmatched-deploy',
  /** No call shows the origin of an instance: its parent, or its Auto Scaling group. */
  'origin-unseen',
  /** A service refuses to show the tags of its resources, while others show theirs. */
  'service-unread',
  /** A tag is written some time after the call began, since EC2 throttled the first tries. */
  'write-late',
  /** Somebody deploys another mode, grace period or list of accounts, and later undoes it. */
  'deploy',
  /** Somebody stops executions, and later redrives those that were stopped or failed. */
  'redriven',
  /** Somebody stops an execution, and later starts new ones for those that were stopped or failed, as the runbook says. */
  'by-hand',
  /** Somebody releases or dismisses all breaker groups. */
  'decided',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Something that may go wrong between `from` and `until`, in milliseconds since the epoch. */
export type Fault = {
  readonly kind: FaultKind;
  readonly from: number;
  readonly until: number;
  /** The probability that it strikes an event or call, from 0 to 1. */
  readonly chance: number;
  /** How long a delay or a lag is. For what people do, it chooses what they do: see `administrationsOf`. */
  readonly seconds: number;
  /** How many seconds a deployment takes to reach all functions, one after the other; all at once if left out. */
  readonly within?: number;
  /** The only function whose calls it strikes; every function if left out. */
  readonly fn?: FunctionName;
  /** It strikes only a target whose address contains this text; every target if left out. */
  readonly on?: string;
};

const DONE_BY_PEOPLE: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'paused',
  'mistaken-deploy',
  'unmatched-deploy',
  'deploy',
  'redriven',
  'by-hand',
  'decided',
]);

/** Whether people cause the fault. It then strikes no single call or event. */
export const isDoneByPeople = ({ kind }: Pick<Fault, 'kind'>): boolean => DONE_BY_PEOPLE.has(kind);

/** A call, an event or an answer that a fault may strike. */
export type Target = {
  /** The function that calls; null if no function does. */
  readonly fn: string | null;
  /** The account that is called or sends the event; null for the hub's own services. */
  readonly accountId: string | null;
  readonly what: string;
};

/** The address of a target, which the `on` of a history's fault is compared with. */
export const addressOf = ({ accountId, what }: Target): string => `${accountId ?? 'hub'} ${what}`;
