import type { Iam } from '../iam/iam.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';

/** What the functions call of DynamoDB. */
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
