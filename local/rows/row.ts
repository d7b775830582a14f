import { compare } from '../../infra/json.ts';
import { Decision } from '../../lambdas/domain/grace-period/outcome.ts';

/**
 * A row's decision: one of `notice`, what `intake` found, that a person was reminded of what they created, what `propagate` wrote or
 * would write, or that the records do not show what launched an instance, and so not whether it would inherit an Owner.
 * docs/design.md, "Local", lists them all.
 */
export type RowDecision =
  | Decision
  | 'compliant'
  | 'grace-started'
  | 'reminded'
  | 'undecided'
  | 'propagated'
  | 'would-propagate';

/** Every decision, in the order in which an instance can get them. */
export const ROW_DECISIONS: readonly RowDecision[] = [
  'compliant',
  'grace-started',
  ...Decision.options,
  'reminded',
  'undecided',
  'propagated',
  'would-propagate',
];

/** One decision about a resource: the interface of `--json`. Names and the order of keys may grow, and never change. */
export type Row = {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly decision: RowDecision;
  readonly accountId: string;
  readonly region: string;
  /** The resource's type, as the tagging API names it: `ec2:instance`. */
  readonly resourceType: string;
  readonly resourceId: string;
  /** The person's user name. */
  readonly launcher: string | null;
  /** Addresses of confirmed readers of the mail. */
  readonly recipients: readonly string[];
  readonly reason: string;
  /** The id of the record of the launch, or of the creation. */
  readonly eventId: string | null;
};

/** The order of the output. */
export const inRowOrder = (a: Row, b: Row): number =>
  Date.parse(a.at) - Date.parse(b.at) ||
  compare(a.accountId, b.accountId) ||
  compare(a.region, b.region) ||
  compare(a.resourceId, b.resourceId) ||
  compare(a.decision, b.decision);
