import * as z from 'zod/mini';
import { Tag } from '../instances.ts';
import { readInstant } from '../instant.ts';

/**
 * A field that CloudTrail may leave out, set to null, or fill with something else. In each case it is undefined.
 */
export const lenient = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined);

/** An `eventTime`. */
export const Instant = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const instant = readInstant(text);
    if (instant !== undefined) return instant;
    context.issues.push({ code: 'custom', message: 'expected an ISO 8601 time in UTC', input: text });
    return z.NEVER;
  }),
);

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export const UserIdentity = z.object({
  type: lenient(z.string()),
  userName: lenient(z.string()),
  principalId: lenient(z.string()),
  arn: lenient(z.string()),
  accountId: lenient(z.string()),
  accessKeyId: lenient(z.string()),
  invokedBy: lenient(z.string()),
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/temporary-delegation-cloudtrail.html */
  invokedByDelegate: lenient(z.object({ accountId: lenient(z.string()) })),
  /** The resource to which the session's credentials were issued, such as an instance. Newer records have it. */
  inScopeOf: lenient(z.object({ issuerType: lenient(z.string()), credentialsIssuedTo: lenient(z.string()) })),
  sessionContext: lenient(
    z.object({
      sessionIssuer: lenient(
        z.object({
          type: lenient(z.string()),
          principalId: lenient(z.string()),
          arn: lenient(z.string()),
          accountId: lenient(z.string()),
          userName: lenient(z.string()),
        }),
      ),
      /** When the session began: the `eventTime` of its AssumeRole. */
      attributes: lenient(z.object({ creationDate: lenient(Instant) })),
      /**
       * Set by the caller of AssumeRole, and kept by every later session of a chain.
       * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
       */
      sourceIdentity: lenient(z.string()),
      /**
       * The version of the instance metadata service that issued the credentials. Only sessions of instances
       * have it.
       */
      ec2RoleDelivery: lenient(z.string()),
    }),
  ),
});
export type UserIdentity = z.infer<typeof UserIdentity>;

/**
 * Whether a call came from a session of the console. Records hold a text or a boolean.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const FromConsole = z.catch(
  z.pipe(
    z.unknown(),
    z.transform((value) => value === true || value === 'true'),
  ),
  false,
);

const LaunchedInstance = z.object({
  instanceId: z.string().check(z.minLength(1)),
  tagSet: lenient(z.object({ items: lenient(z.array(Tag)) })),
  spotInstanceRequestId: lenient(z.string()),
});

/** What the CloudTrail record of any successful call has, of the fields that this service reads. */
export const CallRecord = z.object({
  eventTime: Instant,
  eventName: z.string().check(z.minLength(1)),
  eventID: lenient(z.string()),
  /** Absent or null. Otherwise the call failed or was a dry run, and the event rules let no such record through. */
  errorCode: z.optional(z.null()),
  userIdentity: z.catch(UserIdentity, {}),
  userAgent: lenient(z.string()),
  sessionCredentialFromConsole: FromConsole,
});

/** The CloudTrail record of a successful RunInstances. */
export const LaunchRecord = z.extend(CallRecord, {
  eventName: z.literal('RunInstances'),
  requestParameters: lenient(
    z.object({
      clientToken: lenient(z.string()),
      instancesSet: lenient(
        z.object({
          items: lenient(z.array(z.object({ minCount: lenient(z.number()), maxCount: lenient(z.number()) }))),
        }),
      ),
    }),
  ),
  /** Null, without its instances, or with only some of them, if CloudTrail truncated the record (100 KB). */
  responseElements: lenient(
    z.object({
      reservationId: lenient(z.string()),
      instancesSet: lenient(z.object({ items: lenient(z.array(LaunchedInstance)) })),
    }),
  ),
});

/** The event that EventBridge delivers for a launch. `account` and `region` are EventBridge's, not the record's. */
export const LaunchEvent = z.object({
  account: z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits')),
  region: z.string().check(z.minLength(1)),
  detail: LaunchRecord,
});
export type LaunchEvent = z.infer<typeof LaunchEvent>;
