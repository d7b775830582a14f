import { assumeRole } from '../aws/credentials.ts';
import { listUsers } from '../aws/list-users.ts';
import { personTopics } from '../aws/topics.ts';
import { userTable } from '../aws/user-table.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  listUsers: (roleName, gatewayAccountId) => listUsers(assumeRole(roleName, 'directory'), gatewayAccountId),
  users: (tableName) => userTable(tableName),
  topics: personTopics(),
  log: log(),
});
