import type { ListUsers } from '../aws/list-users.ts';
import type { PersonTopics } from '../aws/topics.ts';
import type { UserTable } from '../aws/user-table.ts';
import { planDirectory } from '../domain/launcher/directory.ts';
import { parseEnvironment } from '../environment.ts';
import type { Log } from '../log.ts';
import { carryOut } from './carry-out.ts';
import { DirectoryEnvironment } from './environment.ts';

export type DirectoryClients = {
  readonly listUsers: (roleName: string, gatewayAccountId: string) => ListUsers;
  readonly users: (tableName: string) => UserTable;
  readonly topics: PersonTopics;
  readonly log: Log;
};

/**
 * Brings the directory up to date with the users of the gateway account, whatever the event is: the hour, or a batch of
 * changes. So their order, and a loss or a repetition, do not matter.
 */
export const createHandler = (
  environment: unknown,
  { listUsers, topics, log, ...clients }: DirectoryClients,
) => {
  const settings = parseEnvironment(DirectoryEnvironment, environment);
  const list = listUsers(settings.DIRECTORY_ROLE_NAME, settings.GATEWAY_ACCOUNT_ID);
  const users = clients.users(settings.TABLE_NAME);

  return async (): Promise<void> => {
    const now = new Date();
    // In this order: whom another run keeps meanwhile is in the list, and is not taken for gone.
    const kept = await users.all();
    const listed = await list();
    if (listed.length === 0) log.warn('the gateway account has no users', { settings });
    const plan = planDirectory(listed, kept, settings.PERSON_TOPIC_ARN_PREFIX, now);
    await carryOut(plan, { users, topics, log }, now);
    log.info('directory up to date', { users: listed.length });
  };
};
