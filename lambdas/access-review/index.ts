import { STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../aws/credentials.ts';
import { PATIENT } from '../aws/list-resources.ts';
import { accessReaders } from '../aws/read-access.ts';
import { reportBucket } from '../aws/report-bucket.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { AccessReviewEnvironment, createHandler } from './handler.ts';

const environment = parseEnvironment(AccessReviewEnvironment, process.env);
const { ACCESS_REVIEW_ROLE_NAME, BUCKET_NAME, GATEWAY_ACCOUNT_ID, REPORT_ROLE_NAME } = environment;
const assume = (roleName: string) => assumeRole(roleName, 'access-review', new STSClient(PATIENT));

export const handler = withInvocation(
  createHandler({
    readers: accessReaders(GATEWAY_ACCOUNT_ID, assume(ACCESS_REVIEW_ROLE_NAME), assume(REPORT_ROLE_NAME)),
    write: reportBucket(BUCKET_NAME).write,
    log: log(),
  }),
);
