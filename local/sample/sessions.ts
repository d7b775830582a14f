import * as z from 'zod';
import type { JsonObject } from '../../infra/json.ts';
import { HOUR_MS } from '../../lambdas/domain/instant.ts';
import { eventTimeOf, type Place, recordOf } from './call.ts';
import { SAMPLE_CONFIGURATION } from './configuration.ts';
import { type Caller, iamUser } from './identity.ts';
import { userIdOf, uuid } from './made-up.ts';

const GATEWAY = SAMPLE_CONFIGURATION.gateway.accountId;

/** The `userIdentity` of a role's session, in the records of its calls. */
const Session = z.object({
  principalId: z.string(),
  arn: z.string(),
  accessKeyId: z.string(),
  sessionContext: z.object({ sessionIssuer: z.object({ arn: z.string() }) }),
});

/** A user of the gateway assumes a role. `session` makes the later calls. */
export type Assumption = {
  readonly at: string;
  /** The role's account, and the Region of the STS endpoint. */
  readonly place: Place;
  readonly userName: string;
  readonly session: Caller;
};

/** An hour later, as STS's records write it: `Nov 3, 2026, 5:30:56 PM`. */
const expirationOf = (at: string): string =>
  new Date(Date.parse(eventTimeOf(at)) + HOUR_MS).toLocaleString('en-US', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  });

const callOf = ({ at, userName, session }: Assumption) => {
  const {
    principalId: assumedRoleId,
    arn,
    accessKeyId,
    sessionContext,
  } = Session.parse(session.userIdentity);
  const roleArn = sessionContext.sessionIssuer.arn;
  return {
    at,
    service: 'sts',
    eventName: 'AssumeRole',
    requestParameters: {
      roleArn,
      roleSessionName: assumedRoleId.split(':')[1],
      durationSeconds: 3600,
      serialNumber: `arn:aws:iam::${GATEWAY}:mfa/${userName}`,
    },
    responseElements: {
      credentials: { accessKeyId, sessionToken: uuid(`token ${accessKeyId}`), expiration: expirationOf(at) },
      assumedRoleUser: { assumedRoleId, arn },
    },
  };
};

/** The fields that both records of one AssumeRole call share. */
const shared = (assumption: Assumption) => ({
  readOnly: true,
  sharedEventID: uuid(`assumption ${assumption.at} ${assumption.userName}`),
});

/** The record in the role's account. It shows the caller only as a user id of another account, without a name. */
export const assumedRole = (assumption: Assumption): JsonObject => {
  const { sourceIPAddress, userAgent } = assumption.session;
  const userIdentity = {
    type: 'AWSAccount',
    principalId: userIdOf(GATEWAY, assumption.userName),
    accountId: GATEWAY,
  };
  const caller = { userIdentity, sourceIPAddress, userAgent };
  return {
    ...recordOf({ ...callOf(assumption), place: assumption.place, caller }),
    ...shared(assumption),
  };
};

/** The record of the same call in the gateway. It names the user. */
export const assumedFrom = (assumption: Assumption): JsonObject => {
  const { place, userName, session } = assumption;
  const { sourceIPAddress, userAgent } = session;
  const { userIdentity } = iamUser(GATEWAY, userName);
  const record = recordOf({
    ...callOf(assumption),
    place: { accountId: GATEWAY, region: place.region },
    caller: { userIdentity, sourceIPAddress, userAgent },
  });
  return {
    ...record,
    ...shared(assumption),
    eventID: uuid(`event in the gateway ${assumption.at} ${userName}`),
  };
};

/**
 * The record that the console adds in the role's account.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export const switchedRole = ({ at, place, userName, session }: Assumption): JsonObject => ({
  ...recordOf({
    at,
    place,
    caller: session,
    service: 'signin',
    eventName: 'SwitchRole',
    requestParameters: {},
    responseElements: { SwitchRole: 'Success' },
  }),
  additionalEventData: {
    SwitchFrom: `arn:aws:iam::${GATEWAY}:user/${userName}`,
    RedirectTo: `https://${place.region}.console.aws.amazon.com/ec2/home`,
  },
  eventType: 'AwsConsoleSignIn',
});
