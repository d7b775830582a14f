import { assumeRole } from '../aws/credentials.ts';
import { personTopics } from '../aws/topics.ts';
import { listUsers, userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { createHandler, DirectoryEnvironment } from './handler.ts';

const environment = parseEnvironment(DirectoryEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    listUsers: listUsers(
      assumeRole(environment.DIRECTORY_ROLE_NAME, 'directory'),
      environment.GATEWAY_ACCOUNT_ID,
    ),
    users: userTable(environment.TABLE_NAME),
    topics: personTopics(),
    log: log(),
  }),
);
