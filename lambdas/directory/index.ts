import { assumeRole } from '../aws/credentials.ts';
import { personTopics } from '../aws/topics.ts';
import { listUsers, userTable } from '../aws/users.ts';
import { log } from '../log.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(process.env, {
  listUsers: (roleName, gatewayAccountId) => listUsers(assumeRole(roleName, 'directory'), gatewayAccountId),
  users: (tableName) => userTable(tableName),
  topics: personTopics(),
  log: log(),
});
