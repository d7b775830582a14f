import { GLOBAL_REGION } from '../../infra/regions.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { LAUNCH_ROLE } from './launch-role.ts';
import { recordOf } from './record.ts';
import type { Session } from './sessions.ts';

/**
 * The record of an AssumeRole in the role's account. It has only an id of the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const sessionRecord = (accountId: string, gatewayAccountId: string, session: Session, at: Date) => ({
  ...recordOf({
    service: 'sts',
    eventName: 'AssumeRole',
    accountId,
    region: GLOBAL_REGION,
    at,
    userIdentity: {
      type: 'AWSAccount',
      principalId: session.by.userId,
      accountId: gatewayAccountId,
    },
    requestParameters: { roleArn: roleArn(accountId, LAUNCH_ROLE), roleSessionName: session.name },
    responseElements: {
      credentials: { accessKeyId: session.credentials.accessKeyId },
      assumedRoleUser: { assumedRoleId: session.principalId, arn: session.arn },
    },
    readOnly: true,
  }),
  resources: [{ accountId, type: 'AWS::IAM::Role', ARN: roleArn(accountId, LAUNCH_ROLE) }],
});
