import * as z from 'zod/mini';
import { RecordNotReadable } from '../errors.ts';
import { describeIssues } from '../text.ts';
import { FromConsole, Instant, lenient, UserIdentity } from './record.ts';

/**
 * A role's session, from the record of the AssumeRole that issued its access key. In the record of the role's
 * account, the caller has the type AWSAccount, and a user id without a name.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const Session = z.object({
  accessKeyId: z.string(),
  /** The role's id with the session's name. Absent from items of earlier versions. */
  assumedRoleId: z.optional(z.string()),
  /** Its ARN, which names the role without its path. Absent from items of earlier versions. */
  arn: z.optional(z.string()),
  sessionName: z.nullable(z.string()),
  /** The ARN of the MFA device, if the caller gave one. */
  serialNumber: z.nullable(z.string()),
  caller: z.object({
    type: z.nullable(z.string()),
    /** A user's unique id (AIDA…), or a role's id with the session's name. */
    principalId: z.nullable(z.string()),
    accountId: z.nullable(z.string()),
    userName: z.nullable(z.string()),
    accessKeyId: z.nullable(z.string()),
    /** Whether the caller was itself a session of the console. Absent from items of earlier versions. */
    isFromConsole: z.optional(z.boolean()),
  }),
  /** When the session began, ISO 8601 UTC. */
  eventTime: z.string(),
});
export type Session = z.infer<typeof Session>;

/** The CloudTrail record of a successful AssumeRole, with the fields that this service reads. */
const AssumeRoleRecord = z.object({
  eventTime: Instant,
  eventName: z.literal('AssumeRole'),
  userIdentity: z.catch(UserIdentity, {}),
  sessionCredentialFromConsole: FromConsole,
  requestParameters: lenient(
    z.object({ roleSessionName: lenient(z.string()), serialNumber: lenient(z.string()) }),
  ),
  responseElements: z.object({
    credentials: z.object({ accessKeyId: z.string().check(z.minLength(1)) }),
    assumedRoleUser: lenient(z.object({ assumedRoleId: lenient(z.string()), arn: lenient(z.string()) })),
  }),
});

/** The event that EventBridge delivers for an AssumeRole. `sessionFrom` reads the record in `detail`. */
export const SessionEvent = z.object({
  account: z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits')),
  region: z.string().check(z.minLength(1)),
  detail: z.unknown(),
});
export type SessionEvent = z.infer<typeof SessionEvent>;

/**
 * Reads a session from the CloudTrail record of its AssumeRole, in the caller's account or in the role's.
 *
 * @throws RecordNotReadable if the record is of another call, or names no access key because the call failed
 */
export const sessionFrom = (record: unknown): Session => {
  const parsed = z.safeParse(AssumeRoleRecord, record);
  if (!parsed.success) throw new RecordNotReadable(describeIssues(parsed.error));
  const { eventTime, userIdentity, sessionCredentialFromConsole, requestParameters, responseElements } =
    parsed.data;
  return {
    accessKeyId: responseElements.credentials.accessKeyId,
    assumedRoleId: responseElements.assumedRoleUser?.assumedRoleId || undefined,
    arn: responseElements.assumedRoleUser?.arn || undefined,
    sessionName: requestParameters?.roleSessionName || null,
    serialNumber: requestParameters?.serialNumber || null,
    caller: {
      type: userIdentity.type || null,
      principalId: userIdentity.principalId || null,
      accountId: userIdentity.accountId || null,
      userName: userIdentity.userName || null,
      accessKeyId: userIdentity.accessKeyId || null,
      isFromConsole: sessionCredentialFromConsole || undefined,
    },
    eventTime,
  };
};
