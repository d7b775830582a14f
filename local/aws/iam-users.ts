import * as z from 'zod';
import type { User } from '../../lambdas/domain/launcher/directory.ts';
import type { Entry } from '../entry.ts';

const Created = z.object({ user: z.object({ userName: z.string(), userId: z.string() }) });
const Deleted = z.object({ userName: z.string() });
const Updated = z.object({ userName: z.string(), newUserName: z.string().optional() });

/** An IAM user and the account that it belongs to. */
export type UserOfAccount = User & { readonly accountId: string };

/** The embedded IAM's users in each account: those that existed at the beginning, changed as the records show. */
export class IamUsers {
  /** By account, then by name: the user's id. */
  readonly #accounts = new Map<string, Map<string, string>>();

  constructor(users: readonly UserOfAccount[]) {
    for (const { accountId, userName, userId } of users) this.#in(accountId).set(userName, userId);
  }

  list(accountId: string): User[] {
    return [...this.#in(accountId)].map(([userName, userId]) => ({ userName, userId }));
  }

  /** Applies a record to its user. A record of another kind, or one that cannot be parsed, changes nothing. */
  apply({ accountId, eventName, record }: Entry): void {
    if (record.eventSource !== 'iam.amazonaws.com' || record.errorCode) return;
    const users = this.#in(accountId);
    switch (eventName) {
      case 'CreateUser': {
        const created = Created.safeParse(record.responseElements);
        if (created.success) users.set(created.data.user.userName, created.data.user.userId);
        return;
      }
      case 'DeleteUser': {
        const deleted = Deleted.safeParse(record.requestParameters);
        if (deleted.success) users.delete(deleted.data.userName);
        return;
      }
      case 'UpdateUser': {
        const updated = Updated.safeParse(record.requestParameters);
        if (!updated.success) return;
        const { userName, newUserName = userName } = updated.data;
        const userId = users.get(userName);
        if (userId === undefined) return;
        users.delete(userName);
        users.set(newUserName, userId);
        return;
      }
    }
  }

  #in(accountId: string): Map<string, string> {
    const users = this.#accounts.get(accountId) ?? new Map<string, string>();
    this.#accounts.set(accountId, users);
    return users;
  }
}
