import type { BreakerTable } from './breaker-table.ts';
import type { AssumeRole } from './credentials.ts';
import type { TagResource } from './ec2-tags.ts';
import type { FindOpenExecutions } from './open-executions.ts';

/** The part of the table that functions rarely need. */
type OnDemand = Pick<BreakerTable, 'read' | 'joined' | 'update' | 'join'>;

/** Loads `breakerTable` on its first use: otherwise every cold start would load the SDK. */
export const breakerTableOnDemand = (tableName: string): OnDemand => {
  let table: Promise<BreakerTable> | undefined;
  const open = (): Promise<BreakerTable> => {
    table ??= import('./breaker-table.ts').then((client) => client.breakerTable(tableName));
    return table;
  };
  return {
    read: async (accountId) => (await open()).read(accountId),
    joined: async (groupId) => (await open()).joined(groupId),
    update: async (accountId, change) => (await open()).update(accountId, change),
    join: async (groupId, instances) => (await open()).join(groupId, instances),
  };
};

/** Loads the SDK on the first use, which most launches never need: it is half of a cold start. */
export const openExecutionsOnDemand = (stateMachineArn: string, milliseconds: number): FindOpenExecutions => {
  let find: Promise<FindOpenExecutions> | undefined;
  return async (...asked) => {
    find ??= import('./open-executions.ts').then((client) =>
      client.openExecutions(stateMachineArn, milliseconds),
    );
    return (await find)(...asked);
  };
};

/** Loads the SDK on the first use: near misses are rare. */
export const tagResourceOnDemand =
  (assumeRole: AssumeRole): TagResource =>
  async (...order) =>
    (await import('./ec2-tags.ts')).tagResource(assumeRole)(...order);
