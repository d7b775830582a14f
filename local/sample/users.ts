import type { JsonObject } from '../../infra/json.ts';
import { eventTimeOf, recordOf } from './call.ts';
import { SAMPLE_CONFIGURATION } from './configuration.ts';
import { iamUser } from './identity.ts';
import { userIdOf } from './made-up.ts';

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;

/** A user of the gateway, created by a cluster-admin. */
export const userCreated = (at: string, userName: string): JsonObject =>
  recordOf({
    at,
    // IAM's records are there, wherever it is called from.
    place: { accountId: GATEWAY, region: 'us-east-1' },
    caller: iamUser(GATEWAY, 'cluster-admin@soe.ucsc.edu'),
    service: 'iam',
    eventName: 'CreateUser',
    requestParameters: { userName },
    responseElements: {
      user: {
        path: '/',
        userName,
        userId: userIdOf(GATEWAY, userName),
        arn: `arn:aws:iam::${GATEWAY}:user/${userName}`,
        createDate: eventTimeOf(at),
      },
    },
  });
