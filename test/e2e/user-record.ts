import { GLOBAL_REGION } from '../../infra/regions.ts';
import type { User } from './iam-users.ts';
import { recordOf } from './record.ts';

/** The record of a user's creation or deletion by an administrator of the gateway. */
export const userRecord = (
  accountId: string,
  eventName: 'CreateUser' | 'DeleteUser',
  { userName, userId, arn }: User,
  at: Date,
) =>
  recordOf({
    service: 'iam',
    eventName,
    accountId,
    region: GLOBAL_REGION,
    at,
    userIdentity: { type: 'Root', principalId: accountId, accountId },
    requestParameters: { userName },
    responseElements: eventName === 'CreateUser' ? { user: { userName, userId, arn } } : null,
  });
