import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DirectoryUser, namedAlike, User } from '../domain/launcher/directory.ts';
import { type AssumeRole, clientIn } from './credentials.ts';
import { conditionHolds, type Key, newDynamo, table } from './table.ts';

/** The users of the gateway account, as `directory` last read them. */
export type UserTable = {
  byName(userName: string): Promise<User | null>;
  /** The one user whose name differs from this in case at most; null if there is none, or more than one. */
  byNameInAnyCase(userName: string): Promise<User | null>;
  byId(userId: string): Promise<User | null>;
  all(): Promise<DirectoryUser[]>;
  /** Whether any user's name passes. */
  some(passes: (userName: string) => boolean): Promise<boolean>;
  save(user: DirectoryUser): Promise<void>;
  /**
   * Replaces `askedAt`. Returns false and changes nothing if its value is no longer the one in `user`, or the user is
   * gone.
   */
  replaceAskedAt(user: DirectoryUser, askedAt: string | null): Promise<boolean>;
  /** Removes the user's items, but not those of another user who has the name or the id by now. */
  remove(user: User): Promise<void>;
};

const USERS = 'user';
const byNameKey = (userName: string): Key => ({ pk: USERS, sk: userName });
const byIdKey = (userId: string): Key => ({ pk: 'user-id', sk: userId });

export const userTable = (TableName: string, dynamo = newDynamo()): UserTable => {
  const { find, pages, query, save } = table(TableName, dynamo);

  const removeIf = (key: Key, name: 'userId' | 'userName', value: string) =>
    conditionHolds(
      dynamo.send(
        new DeleteItemCommand({
          TableName,
          Key: marshall(key),
          ConditionExpression: `${name} = :value`,
          ExpressionAttributeValues: marshall({ ':value': value }),
        }),
      ),
    );

  return {
    byName: (userName) => find(byNameKey(userName), User),
    byNameInAnyCase: async (userName) => {
      const those: User[] = [];
      for await (const page of pages(USERS, DirectoryUser)) those.push(...namedAlike(page, userName));
      return those.length === 1 ? (those[0] ?? null) : null;
    },
    byId: (userId) => find(byIdKey(userId), User),
    all: () => query(USERS, DirectoryUser),
    some: async (passes) => {
      for await (const page of pages(USERS, DirectoryUser))
        if (page.some(({ userName }) => passes(userName))) return true;
      return false;
    },
    save: async ({ userName, userId, topicArn, askedAt }) => {
      // The name is saved last: the next run takes a user without it for a new one, and saves both again.
      await save(byIdKey(userId), { userName, userId }, null);
      await save(byNameKey(userName), { userName, userId, topicArn, askedAt }, null);
    },
    replaceAskedAt: async ({ userName, userId, askedAt: before }, askedAt) => {
      const update = new UpdateItemCommand({
        TableName,
        Key: marshall(byNameKey(userName)),
        UpdateExpression: 'SET askedAt = :askedAt',
        // The new value passes too: the SDK repeats a call whose answer was lost.
        ConditionExpression: 'userId = :userId AND askedAt IN (:before, :askedAt)',
        ExpressionAttributeValues: marshall({ ':askedAt': askedAt, ':userId': userId, ':before': before }),
      });
      return conditionHolds(dynamo.send(update));
    },
    remove: async ({ userName, userId }) => {
      await removeIf(byIdKey(userId), 'userName', userName);
      await removeIf(byNameKey(userName), 'userId', userId);
    },
  };
};

/** Lists the IAM users of the gateway account. Assumes its directory role. */
export type ListUsers = () => Promise<User[]>;

/** The Region of IAM's one endpoint. https://docs.aws.amazon.com/general/latest/gr/iam-service.html */
const IAM_REGION = 'us-east-1';

export const listUsers = (assumeRole: AssumeRole, gatewayAccountId: string): ListUsers => {
  const iamIn = clientIn(assumeRole, (settings) => new IAMClient(settings));
  return async () => {
    const iam = await iamIn(gatewayAccountId, IAM_REGION);
    const users: User[] = [];
    let Marker: string | undefined;
    do {
      // A page may be short although more pages follow: only IsTruncated shows the end.
      const page = await iam.send(new ListUsersCommand({ MaxItems: 1000, ...(Marker ? { Marker } : {}) }));
      users.push(
        ...(page.Users ?? []).flatMap(({ UserName, UserId }) =>
          UserName && UserId ? [{ userName: UserName, userId: UserId }] : [],
        ),
      );
      Marker = page.IsTruncated ? page.Marker : undefined;
    } while (Marker);
    return users;
  };
};
