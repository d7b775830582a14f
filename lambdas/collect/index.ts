import { STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../aws/credentials.ts';
import { PATIENT } from '../aws/list-resources.ts';
import { reportBucket } from '../aws/report-bucket.ts';
import { userTable } from '../aws/user-table.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { readersWith } from './collect-region.ts';
import { CollectEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(CollectEnvironment, process.env);
// Nothing waits for a report, so it may ask STS longer than the functions that judge launches.
const assume = assumeRole(environment.REPORT_ROLE_NAME, 'report', new STSClient(PATIENT));

export const handler = withInvocation(
  createHandler(environment, {
    readersOf: readersWith((accountId) => assume(accountId)),
    bucket: reportBucket(environment.BUCKET_NAME),
    users: userTable(environment.TABLE_NAME),
    log: log(),
  }),
);
