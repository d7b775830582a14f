import type { BreakerTable } from '../../lambdas/aws/breaker-table.ts';
import type { Group } from '../../lambdas/domain/breaker/record.ts';

/** What `breaker` reads in the hub, and does there. */
export type Breaker = {
  readonly table: Pick<BreakerTable, 'read' | 'update' | 'joined'>;
  /** Begins a sweep of all accounts, as its schedule does. */
  readonly sweep: () => Promise<void>;
};

/** A group, and the account that it is in; `name` is null for an account that the configuration does not hold. */
export type Known = {
  readonly accountId: string;
  readonly name: string | null;
  readonly group: Group;
};

/** The account of a group: its id begins with it. */
export const accountIdOf = (groupId: string): string => groupId.slice(0, 12);
