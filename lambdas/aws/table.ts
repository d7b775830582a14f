import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';

/** The key of an item. */
export type Key = { readonly pk: string; readonly sk: string };

/** The attributes of an item, without its key. */
type Fields = Readonly<Record<string, unknown>>;

/** The hub's one table. */
type Table = {
  /** Null also for an expired item: DynamoDB may remove it days later. */
  find<T extends z.ZodMiniType>(key: Key, schema: T): Promise<z.infer<T> | null>;
  /** The items of a partition that have not expired, page by page. */
  pages<T extends z.ZodMiniType>(pk: string, schema: T, sortPrefix?: string): AsyncGenerator<z.infer<T>[]>;
  /** All of them, or those whose sort key begins with a text. */
  query<T extends z.ZodMiniType>(pk: string, schema: T, sortPrefix?: string): Promise<z.infer<T>[]>;
  /** @param expiresAt when the item expires, in milliseconds since 1970; null for never */
  save(key: Key, fields: Fields, expiresAt: number | null): Promise<void>;
  /** Saves the item unless one with this key exists that has not expired. */
  saveNew(key: Key, fields: Fields, expiresAt: number | null): Promise<void>;
};

const Expiring = z.object({ expiresAt: z.optional(z.number()) });

/** DynamoDB's time to live is in seconds. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000);

export const table = (TableName: string, dynamo: DynamoDBClient): Table => {
  const put = (key: Key, fields: Fields, expiresAt: number | null, ConditionExpression?: string) =>
    dynamo.send(
      new PutItemCommand({
        TableName,
        Item: marshall(
          {
            ...key,
            ...fields,
            ...(expiresAt === null ? {} : { expiresAt: seconds(expiresAt) }),
          },
          { removeUndefinedValues: true },
        ),
        ...(ConditionExpression
          ? { ConditionExpression, ExpressionAttributeValues: marshall({ ':now': seconds(Date.now()) }) }
          : {}),
      }),
    );

  const parseFresh = <T extends z.ZodMiniType>(item: Record<string, AttributeValue>, schema: T) => {
    const fields = unmarshall(item);
    const { expiresAt = Number.POSITIVE_INFINITY } = z.parse(Expiring, fields);
    return expiresAt > Date.now() / 1000 ? z.parse(schema, fields) : null;
  };

  async function* pages<T extends z.ZodMiniType>(
    pk: string,
    schema: T,
    sortPrefix = '',
  ): AsyncGenerator<z.infer<T>[]> {
    const isPart = sortPrefix !== '';
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await dynamo.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: isPart ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': pk, ...(isPart ? { ':prefix': sortPrefix } : {}) }),
          ConsistentRead: true,
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      yield (page.Items ?? []).map((item) => parseFresh(item, schema)).filter((item) => item !== null);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }

  return {
    find: async (key, schema) => {
      // A consistent read: a retry may look for an item that was saved a moment ago.
      const { Item } = await dynamo.send(
        new GetItemCommand({ TableName, Key: marshall(key), ConsistentRead: true }),
      );
      return Item ? parseFresh(Item, schema) : null;
    },
    pages,
    query: async (pk, schema, sortPrefix) => {
      const found: z.infer<typeof schema>[] = [];
      for await (const page of pages(pk, schema, sortPrefix)) found.push(...page);
      return found;
    },
    save: async (key, fields, expiresAt) => {
      await put(key, fields, expiresAt);
    },
    saveNew: async (key, fields, expiresAt) => {
      await conditionHolds(put(key, fields, expiresAt, 'attribute_not_exists(pk) OR expiresAt <= :now'));
    },
  };
};

/**
 * A client with short timeouts: if the table does not answer, a mail loses its address, but the step does not time out.
 * Two attempts of three seconds are well below the timeout of every function that reads the table.
 */
export const newDynamo = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });

/** Whether a conditional write was made: false if its condition did not hold. Any other failure is thrown. */
export const conditionHolds = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
