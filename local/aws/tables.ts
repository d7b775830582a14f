import * as z from 'zod';
import { TemplateNotUnderstood } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';

/** An item's content, and when it expires (milliseconds since the epoch; infinite if never). */
type Item = { readonly content: unknown; readonly expiresAt: number };

const isAlive = (item: Item | undefined): item is Item => item !== undefined && item.expiresAt > Date.now();

/** An embedded DynamoDB table: items by partition key, then by sort key. An expired item is not returned. */
export class Table {
  readonly #partitions = new Map<string, Map<string, Item>>();

  get(partition: string, sort: string): unknown {
    const item = this.#partitions.get(partition)?.get(sort);
    return isAlive(item) ? item.content : undefined;
  }

  /** The contents of a partition, sorted by their sort keys; only those whose sort key begins so. */
  query(partition: string, sortPrefix = ''): unknown[] {
    return [...(this.#partitions.get(partition) ?? [])]
      .filter(([sort, item]) => isAlive(item) && sort.startsWith(sortPrefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, item]) => item.content);
  }

  put(partition: string, sort: string, content: unknown, expiresAt = Number.POSITIVE_INFINITY): void {
    const items = this.#partitions.get(partition) ?? new Map<string, Item>();
    items.set(sort, { content, expiresAt });
    this.#partitions.set(partition, items);
  }

  delete(partition: string, sort: string): void {
    this.#partitions.get(partition)?.delete(sort);
  }
}

const Key = z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });
const Properties = z.object({ TableName: z.string(), KeySchema: z.tuple([Key, Key]) });

/** The embedded DynamoDB: the synthesized tables, by name. */
export class Tables {
  readonly #tables: ReadonlyMap<string, { readonly arn: string; readonly table: Table }>;

  constructor(stacks: readonly Stack[]) {
    this.#tables = new Map(
      resourcesOf(stacks, 'AWS::DynamoDB::Table', Properties).map(({ name, arn }) => [
        name,
        { arn, table: new Table() },
      ]),
    );
  }

  named(tableName: string): { readonly arn: string; readonly table: Table } {
    const known = this.#tables.get(tableName);
    if (!known) throw new TemplateNotUnderstood('the hub', `the table ${tableName}, which it does not hold`);
    return known;
  }
}

/** The DynamoDB actions that the functions call. */
type Action = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/** Opens the table for an action on a partition, if a role's policies allow it. */
export type TableAccess = (action: Action, partition: string) => Table;

/**
 * The access of a function's role to a table.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export const tableAccess =
  (tables: Tables, iam: Pick<Iam, 'require'>, functionRoleArn: string) =>
  (tableName: string): TableAccess =>
  (action, partition) => {
    const { arn, table } = tables.named(tableName);
    iam.require(functionRoleArn, `dynamodb:${action}`, arn, new Map([['dynamodb:leadingkeys', [partition]]]));
    return table;
  };
