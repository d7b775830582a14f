import * as z from 'zod';
import { compare } from '../../../infra/json.ts';
import type { UserOfAccount } from '../../../local/aws/iam-users.ts';
import type { Entry } from '../../../local/entry.ts';

/** An IAM user whom a record names; `at` is the record's time in milliseconds since the epoch. */
type SeenUser = UserOfAccount & {
  readonly at: number;
  /** Whether the record shows that the user was created. */
  readonly isNew: boolean;
};

const text = z.string().optional().catch(undefined);
const Identity = z.object({ type: text, userName: text, principalId: text, accountId: text }).catch({});
const Request = z.object({ serialNumber: text }).catch({});
const Created = z.object({ user: z.object({ userName: z.string(), userId: z.string() }) });

/** An MFA device that has the name of its user, an address. */
const MFA_DEVICE = /^arn:aws:iam::(\d{12}):mfa\/(\S+@\S+)$/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const isUserId = (principalId: string | undefined): principalId is string =>
  principalId?.startsWith('AIDA') ?? false;

const created = ({ eventName, record, accountId, at }: Entry): SeenUser[] => {
  if (eventName !== 'CreateUser' || record.eventSource !== 'iam.amazonaws.com' || record.errorCode) return [];
  const parsed = Created.safeParse(record.responseElements);
  return parsed.success ? [{ ...parsed.data.user, accountId, at, isNew: true }] : [];
};

/**
 * The users whom a record names: a user who was created, the IAM user who made the call, and a user who assumed a role with
 * an MFA device of the same name.
 */
const seenUsersIn = (entry: Entry): SeenUser[] => {
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

const keyOf = ({ accountId, userId }: UserOfAccount): string => `${accountId} ${userId}`;

const isEarlier = (a: SeenUser, b: SeenUser): boolean =>
  a.at < b.at || (a.at === b.at && compare(a.userName, b.userName) < 0);

/** The users whom the records of a history name. The records may be read in any order. */
export class SeenUsers {
  /** What the earliest record says of each user: a renamed user has the old name. */
  readonly #first = new Map<string, SeenUser>();
  readonly #created = new Set<string>();

  take(entry: Entry): void {
    for (const user of seenUsersIn(entry)) {
      const key = keyOf(user);
      const known = this.#first.get(key);
      if (!known || isEarlier(user, known)) this.#first.set(key, user);
      if (user.isNew) this.#created.add(key);
    }
  }

  /**
   * The users who existed before the history: those listed today and those whom the records name, without those who were
   * created in it.
   */
  usersBefore(listed: readonly UserOfAccount[]): UserOfAccount[] {
    const users = new Map<string, UserOfAccount>(listed.map((user) => [keyOf(user), user]));
    for (const [key, { accountId, userName, userId }] of this.#first) {
      users.set(key, { accountId, userName, userId });
    }
    return [...users]
      .filter(([key]) => !this.#created.has(key))
      .sort(([a], [b]) => compare(a, b))
      .map(([, user]) => user);
  }
}
