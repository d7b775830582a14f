import { assumeRole } from '../aws/credentials.ts';
import { reportBucket } from '../aws/report-bucket.ts';
import { userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { readersWith } from './collect-region.ts';
import { CollectEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(CollectEnvironment, process.env);
const assume = assumeRole(environment.REPORT_ROLE_NAME, 'report');

export const handler = withInvocation(
  createHandler(environment, {
    readersOf: readersWith((accountId) => assume(accountId)),
    bucket: reportBucket(environment.BUCKET_NAME),
    users: userTable(environment.TABLE_NAME),
    log: log(),
  }),
);
