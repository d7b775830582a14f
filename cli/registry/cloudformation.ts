import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Schema = z.object({
  typeName: z.string(),
  taggable: z.optional(z.boolean()),
  tagging: z.optional(z.object({ taggable: z.optional(z.boolean()) })),
  handlers: z.optional(
    z.object({ create: z.optional(z.object({ permissions: z.optional(z.array(z.string())) })) }),
  ),
});

/** A type of CloudFormation's registry whose resources carry tags. */
export type CloudFormationType = {
  /** Such as `AWS::SQS::Queue`. */
  readonly typeName: string;
  /** The actions that its create handler calls, such as `sqs:CreateQueue`. */
  readonly permissions: readonly string[];
};

/** The taggable types, from the folder `cfnlint/data/schemas/resources`. */
export const readCloudFormationTypes = (folder: string): CloudFormationType[] => {
  const types = new Map<string, CloudFormationType>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const schema = Schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const isTaggable = schema.tagging?.taggable ?? schema.taggable ?? schema.tagging !== undefined;
    const permissions = schema.handlers?.create?.permissions ?? [];
    if (!isTaggable || permissions.length === 0) continue;
    const before = types.get(schema.typeName)?.permissions ?? [];
    types.set(schema.typeName, {
      typeName: schema.typeName,
      permissions: [...new Set([...before, ...permissions])],
    });
  }
  return [...types.values()];
};
