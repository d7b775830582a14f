import type { FunctionName } from '../../../infra/names.ts';

/** All that goes wrong in a simulation. */
export const FAULT_KINDS = [
  /** An event that EventBridge never delivers. */
  'event-lost',
  'event-delayed',
  'event-duplicated',
  /** One that overtakes another. */
  'event-reordered',
  /** A queue delivers a message twice. */
  'message-redelivered',
  /** DescribeInstances knows what was, not what is. */
  'describe-stale',
  'describe-tagless',
  'describe-empty',
  /** DescribeTags too knows what was. */
  'tags-stale',
  /** IAM judges a call by the tags that an instance had minutes ago. */
  'authorization-lags',
  'throttled',
  'server-error',
  /** The call was carried out, and its answer never came. */
  'answer-lost',
  /** A function dies after a call was carried out, and before it can say so. */
  'killed',
  'sts-down',
  'sns-down',
  'states-down',
  'table-down',
  'pause-unreadable',
  /** Somebody pauses enforcement, and later resumes it. */
  'paused',
  /** Somebody deploys a wrong pattern, and later the right one again. */
  'mistaken-deploy',
  /** Somebody deploys patterns that match no user, while grace periods are open, and later the right ones again. */
  'unmatched-deploy',
  /** No call shows what launched an instance: its parent, or its Auto Scaling group. */
  'origin-unseen',
  /** A tag is written some time after it was asked for: EC2 throttled the first tries. */
  'write-late',
  /** Somebody deploys another mode, grace period or list of accounts, and later the first again. */
  'deploy',
  /** Somebody stops executions, and later redrives what was stopped or failed. */
  'redriven',
  /** Somebody starts anew, as the runbook says, what failed. */
  'by-hand',
  /** Somebody decides on what the breaker holds: releases it, or dismisses it. */
  'decided',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Something that may go wrong in a while: from and until are milliseconds since the epoch. */
export type Fault = {
  readonly kind: FaultKind;
  readonly from: number;
  readonly until: number;
  /** Of each event or call that it might strike. */
  readonly chance: number;
  /** How long a delay or a lag is. */
  readonly seconds: number;
  /** Of a deployment: the seconds within which one function after the other gets it; all at once if left out. */
  readonly within?: number;
  /** The only function whose calls it strikes; all if left out. */
  readonly fn?: FunctionName;
  /** It strikes only what has these words in its address; all if left out. */
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

/** Whether somebody did it, and it struck no call or event: calls meet it. */
export const isDoneByPeople = ({ kind }: Pick<Fault, 'kind'>): boolean => DONE_BY_PEOPLE.has(kind);

/** What a fault may strike: a call, an event, or an answer. */
export type Target = {
  /** The function that calls; null where none does. */
  readonly fn: string | null;
  /** Of a sub-account; null for the hub's own. */
  readonly accountId: string | null;
  readonly what: string;
};

/** A target, as a history names it. */
export const addressOf = ({ accountId, what }: Target): string => `${accountId ?? 'hub'} ${what}`;
