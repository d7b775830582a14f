import * as z from 'zod/mini';
import type { Tag } from '../instances.ts';
import { type Identity, identityOf } from '../record/identity.ts';
import { type Launcher, launcherOf } from '../record/launcher.ts';
import { CallRecord } from '../record/record.ts';
import { findResource } from './find-resource.ts';
import { entryOf } from './registry.ts';
import { tagsInCall } from './tags-in-call.ts';

/** The CloudTrail record of a successful call that may have created something. */
const CreationRecord = z.extend(CallRecord, {
  eventSource: z.string().check(z.minLength(1)),
  /** Absent in some records, as is the response. */
  requestParameters: z.optional(z.unknown()),
  /** Null for some services, and if CloudTrail truncated the record (100 KB). */
  responseElements: z.optional(z.unknown()),
});

/** The event that EventBridge delivers. `account` and `region` are EventBridge's, not the record's. */
export const CreationMessage = z.object({
  account: z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits')),
  region: z.string().check(z.minLength(1)),
  detail: CreationRecord,
});
export type CreationMessage = z.infer<typeof CreationMessage>;

/** One successful call that created taggable resources of one type: mostly one. Times are ISO 8601 UTC. */
export type Creation = {
  readonly eventId: string | null;
  readonly eventSource: string;
  readonly eventName: string;
  readonly accountId: string;
  readonly region: string;
  readonly at: string;
  /** In the words of the Resource Groups Tagging API, such as `ec2:volume`. */
  readonly resourceType: string;
  /**
   * Empty if the record does not show beyond doubt what was created. `*` stands for an id that the record cannot show, where
   * the rest identifies the resource: an Auto Scaling group.
   */
  readonly arns: readonly string[];
  /** The tags given in the call; null if the record does not show them. */
  readonly tags: readonly Tag[] | null;
  /** As the record alone shows. */
  readonly launcher: Launcher;
  readonly identity: Identity;
  readonly userAgent: string | null;
};

/** What a record shows. `unknown`: the registry does not know the event, so something may go unnoticed. */
export type Recorded =
  | { readonly is: 'creation'; readonly creation: Creation }
  | { readonly is: 'untaggable'; readonly reason: string }
  | { readonly is: 'unknown'; readonly eventSource: string; readonly eventName: string };

/** In characters. A program names itself first, then the SDK that it uses. */
const MAX_USER_AGENT_LENGTH = 200;

/** Reads a creation from its record. */
export const creationIn = ({ account: accountId, region, detail }: CreationMessage): Recorded => {
  const { eventSource, eventName, requestParameters, responseElements } = detail;
  const entry = entryOf(eventSource, eventName);
  if (!entry) return { is: 'unknown', eventSource, eventName };
  if (entry.is === 'untaggable') return entry;
  const { event } = entry;
  const identity = identityOf(detail.userIdentity, detail.sessionCredentialFromConsole);
  const located = findResource(event, { accountId, region, requestParameters, responseElements });
  return {
    is: 'creation',
    creation: {
      eventId: detail.eventID ?? null,
      eventSource,
      eventName,
      accountId,
      region,
      at: detail.eventTime,
      ...located,
      tags: tagsInCall(event, located.resourceType, requestParameters),
      launcher: launcherOf(identity),
      identity,
      userAgent: detail.userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
    },
  };
};
