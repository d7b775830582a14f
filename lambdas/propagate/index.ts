import { readAttachmentsIn, tagAttachments } from '../aws/attachments.ts';
import { assumeRole } from '../aws/credentials.ts';
import { ec2In } from '../aws/ec2.ts';
import { parseEnvironment } from '../environment.ts';
import { log, withInvocation } from '../log.ts';
import { metrics } from '../metrics.ts';
import { createHandler, PropagateEnvironment } from './handler.ts';

const environment = parseEnvironment(PropagateEnvironment, process.env);
const ec2 = ec2In(assumeRole(environment.PROPAGATE_ROLE_NAME, 'propagate'));

export const handler = withInvocation(
  createHandler(environment, {
    readAttachmentsIn: readAttachmentsIn(ec2),
    tagAttachments: tagAttachments(ec2),
    log: log(),
    metrics: metrics(),
  }),
);
