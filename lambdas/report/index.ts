import { tmpdir } from 'node:os';
import { reportBucket } from '../aws/report-bucket.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler, ReportEnvironment } from './handler.ts';

const environment = parseEnvironment(ReportEnvironment, process.env);

export const handler = withInvocation(
  createHandler(environment, {
    bucket: reportBucket(environment.BUCKET_NAME),
    folder: tmpdir(),
    log: log(),
    metrics: metrics(),
  }),
);
