import * as z from 'zod';
import type { UserOfAccount } from '../aws/iam-users.ts';
import type { Entry } from '../input/entry.ts';

/** An IAM user of whom a record tells, and when it happened: milliseconds since the epoch. */
export type Sighting = UserOfAccount & {
  readonly at: number;
  /** Whether the record tells that the user was created then. */
  readonly isNew: boolean;
};

const text = z.string().optional().catch(undefined);
const Identity = z.object({ type: text, userName: text, principalId: text, accountId: text }).catch({});
const Request = z.object({ serialNumber: text }).catch({});
const Created = z.object({ user: z.object({ userName: z.string(), userId: z.string() }) });

/** The device of a user, named after the user by an address. */
const MFA_DEVICE = /^arn:aws:iam::(\d{12}):mfa\/(\S+@\S+)$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const isUserId = (principalId: string | undefined): principalId is string =>
  principalId?.startsWith('AIDA') ?? false;

const created = ({ eventName, record, accountId, at }: Entry): Sighting[] => {
  if (eventName !== 'CreateUser' || record.eventSource !== 'iam.amazonaws.com' || record.errorCode) return [];
  const parsed = Created.safeParse(record.responseElements);
  return parsed.success ? [{ ...parsed.data.user, accountId, at, isNew: true }] : [];
};

/**
 * The users of whom a record tells: one created, the IAM user who made the call, and who assumed a role with an MFA
 * device named after them.
 */
export const sightingsOf = (entry: Entry): Sighting[] => {
  const { eventName, record, at } = entry;
  const { type, userName, principalId, accountId } = Identity.parse(record.userIdentity);
  const seen = created(entry);
  if (type === 'IAMUser' && userName && accountId && isUserId(principalId)) {
    seen.push({ accountId, userName, userId: principalId, at, isNew: false });
  }
  if (type === 'AWSAccount' && eventName === 'AssumeRole' && isUserId(principalId)) {
    const { serialNumber = '' } = Request.parse(record.requestParameters);
    const [, account, address] = MFA_DEVICE.exec(serialNumber) ?? [];
    if (account && account === accountId && address) {
      seen.push({ accountId: account, userName: address, userId: principalId, at, isNew: false });
    }
  }
  return seen;
};
