import type { BreakerTable } from './breaker-table.ts';
import type { FindOpenExecutions } from './open-executions.ts';

/** What functions need of it that most launches never ask. */
type OnDemand = Pick<BreakerTable, 'read' | 'joined' | 'update' | 'join'>;

/** The same as `breakerTable`, but loaded when it is first asked: every cold start would pay for the SDK. */
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

/** Loads the SDK, half of a cold start, when it is asked for the first time: as a rule it never is. */
export const openExecutionsOnDemand = (stateMachineArn: string, milliseconds: number): FindOpenExecutions => {
  let find: Promise<FindOpenExecutions> | undefined;
  return async (...asked) => {
    find ??= import('./open-executions.ts').then((client) =>
      client.openExecutions(stateMachineArn, milliseconds),
    );
    return (await find)(...asked);
  };
};
