import * as z from 'zod/mini';
import { judgeTags, type OwnerTag } from '../compliance/owner-rule.ts';
import type { Creation, Recorded } from '../creation/creation.ts';
import { Identity } from '../record/identity.ts';
import { MAX_DELAY_MS, waitSeconds } from './mailbox.ts';

/** What one call created without a valid Owner, until its tags are read. */
export const Created = z.object({
  accountId: z.string(),
  account: z.object({ name: z.string(), mode: z.enum(['dry-run', 'enforce']) }),
  region: z.string(),
  /** Of the record, ISO 8601 UTC. */
  at: z.string(),
  eventId: z.nullable(z.string()),
  eventName: z.string(),
  resourceType: z.string(),
  arns: z.array(z.string()),
  /** Who made the call. */
  identity: Identity,
});
export type Created = z.infer<typeof Created>;

/** What is done with the record of a call that may have created something. */
export type CreationPlan =
  /** It carries no tags, its account is not listed, or a service made it for itself. */
  | { readonly is: 'ignored' }
  | { readonly is: 'unknown'; readonly eventSource: string; readonly eventName: string }
  | { readonly is: 'not-located'; readonly creation: Creation }
  | { readonly is: 'compliant'; readonly creation: Creation }
  | { readonly is: 'to-read'; readonly created: Created };

/** Whether a service acted for itself: in a role that only it can assume, or with no identity of the account behind it. */
const isByServiceItself = (identity: Identity): boolean =>
  (identity.is === 'nobody' && identity.type === 'AWSService') ||
  (identity.is === 'role-session' && identity.serviceLinked);

/**
 * Plans what to do with a record.
 *
 * @param account the account's name and mode; undefined if the configuration does not list it
 */
export const planCreation = (
  recorded: Recorded,
  account: Created['account'] | undefined,
  ownerTag: OwnerTag,
): CreationPlan => {
  if (recorded.is === 'untaggable' || account === undefined) return { is: 'ignored' };
  if (recorded.is === 'unknown') return recorded;
  const { creation } = recorded;
  // What a service makes for itself is nobody's business.
  if (isByServiceItself(creation.identity)) return { is: 'ignored' };
  // A valid Owner in the call is all that is asked for, wherever the resource is.
  if (creation.tags && judgeTags(creation.tags, ownerTag).is === 'compliant') {
    return { is: 'compliant', creation };
  }
  if (creation.arns.length === 0) return { is: 'not-located', creation };
  const { accountId, region, at, eventId, eventName, resourceType, arns, identity } = creation;
  return {
    is: 'to-read',
    created: {
      accountId,
      account,
      region,
      at,
      eventId,
      eventName,
      resourceType,
      arns: [...arns],
      identity,
    },
  };
};

const MINUTE_MS = 60_000;

/** How long after its record a creation's tags are read: people and tools may tag it after creation. */
export const readAfterMinutes = (gracePeriodMinutes: number): number =>
  Math.min(gracePeriodMinutes, MAX_DELAY_MS / MINUTE_MS);

/** The delay of the message, in whole seconds. A late record has waited already. */
export const delaySeconds = (at: string, gracePeriodMinutes: number, now: Date): number =>
  waitSeconds(Date.parse(at) + readAfterMinutes(gracePeriodMinutes) * MINUTE_MS, now);
