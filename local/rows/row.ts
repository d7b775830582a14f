import { compare } from '../../infra/json.ts';
import { Decision } from '../../lambdas/domain/grace-period/outcome.ts';

/** What a row can say: the decisions of `notice`, and what `intake` saw. docs/design.md, "Local", lists them all. */
export type RowDecision = Decision | 'compliant' | 'grace-started';

/** Every decision that this version makes, in the order in which they befall an instance. */
export const ROW_DECISIONS: readonly RowDecision[] = ['compliant', 'grace-started', ...Decision.options];

/** One resource and decision: the interface of `--json`. The names may grow, not change; so may the order of keys. */
export type Row = {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly decision: RowDecision;
  readonly accountId: string;
  readonly region: string;
  /** The tagging API's name of its type. */
  readonly resourceType: 'ec2:instance';
  readonly resourceId: string;
  /** The person's user name. */
  readonly launcher: string | null;
  /** Addresses of those who were told. */
  readonly recipients: readonly string[];
  readonly reason: string;
  /** The record behind it. */
  readonly eventId: string | null;
};

/** The order of the output. */
export const inRowOrder = (a: Row, b: Row): number =>
  Date.parse(a.at) - Date.parse(b.at) ||
  compare(a.accountId, b.accountId) ||
  compare(a.region, b.region) ||
  compare(a.resourceId, b.resourceId) ||
  compare(a.decision, b.decision);
