import * as z from 'zod';
import { isObject } from '../../infra/json.ts';
import { REPORT_STACK_NAME } from '../../infra/names.ts';
import { TemplateNotUnderstood } from '../errors.ts';
import { type Physical, physical } from './physical-names.ts';
import { resolve } from './resolve.ts';
import type { Stack } from './template.ts';

/** A resource as it would be deployed, with its properties resolved and parsed. */
export type Resource<Properties> = Physical & {
  readonly accountId: string;
  readonly region: string;
  readonly properties: Properties;
};

type Raw = Stack['template']['Resources'][string];

/** A cache: a simulation plays the same stacks many times. */
const resolved = new WeakMap<Raw, unknown>();

const propertiesOf = (stack: Stack, resource: Raw): unknown => {
  const known = resolved.get(resource) ?? resolve(stack, resource.Properties);
  resolved.set(resource, known);
  return known;
};

/**
 * Every resource of a type in the stacks, but for the report's: it reads what exists, and records of calls do not show that.
 *
 * @throws TemplateNotUnderstood if a resource's properties do not match the schema
 */
export const resourcesOf = <T extends z.ZodType>(
  stacks: readonly Stack[],
  type: string,
  schema: T,
): Resource<z.infer<T>>[] =>
  stacks
    .filter(({ name }) => name !== REPORT_STACK_NAME)
    .flatMap((stack) =>
      Object.entries(stack.template.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => {
          const properties = propertiesOf(stack, resource);
          const parsed = schema.safeParse(properties);
          if (!parsed.success || !isObject(properties)) {
            const why = parsed.success
              ? 'no properties'
              : z.prettifyError(parsed.error).replaceAll('\n', ' ');
            throw new TemplateNotUnderstood(stack.name, `${logicalId} (${type}): ${why}`);
          }
          return {
            ...physical(stack, logicalId, type, properties),
            accountId: stack.accountId,
            region: stack.region,
            properties: parsed.data,
          };
        }),
    );
