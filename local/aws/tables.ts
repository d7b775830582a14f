import * as z from 'zod';
import { TemplateNotUnderstood } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';
import { Table } from './table.ts';

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
