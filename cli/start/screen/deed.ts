import * as z from 'zod';
import { printable } from '../../../lambdas/domain/text.ts';
import type { Entry } from '../../../local/entry.ts';

const Identity = z
  .object({
    userName: z.string().optional().catch(undefined),
    principalId: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
  })
  .catch({});

/** Who made a call, in a word, for a line on the screen: nothing is decided by it. */
export const personOf = (userIdentity: unknown): string => {
  const { userName, principalId, type } = Identity.parse(userIdentity);
  const session = principalId?.split(':')[1];
  return printable(userName ?? session ?? type ?? 'somebody');
};

/** What somebody did to instances, for the screen. */
export type Deed = {
  readonly at: number;
  readonly word: 'tags' | 'untags' | 'terminates' | 'stops' | 'starts';
  readonly person: string;
  readonly instanceIds: readonly string[];
  /** Tags as `Key=value`. */
  readonly tags: readonly string[];
};

const WORDS: Readonly<Record<string, Deed['word']>> = {
  CreateTags: 'tags',
  DeleteTags: 'untags',
  TerminateInstances: 'terminates',
  StopInstances: 'stops',
  StartInstances: 'starts',
};

const items = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) }).catch({ items: [] });

const Request = z
  .object({
    resourcesSet: items(z.object({ resourceId: z.string() })),
    instancesSet: items(z.object({ instanceId: z.string() })),
    tagSet: items(z.object({ key: z.string(), value: z.string().optional() })),
  })
  .catch({ resourcesSet: { items: [] }, instancesSet: { items: [] }, tagSet: { items: [] } });

/** Reads what a record tells of instances; undefined if it tells nothing that the screen shows. */
export const deedOf = ({ eventName, at, record }: Entry): Deed | undefined => {
  const word = WORDS[eventName];
  if (!word || record.errorCode) return undefined;
  const { resourcesSet, instancesSet, tagSet } = Request.parse(record.requestParameters);
  return {
    at,
    word,
    person: personOf(record.userIdentity),
    instanceIds: [
      ...resourcesSet.items.map(({ resourceId }) => resourceId),
      ...instancesSet.items.map(({ instanceId }) => instanceId),
    ],
    tags: tagSet.items.map(({ key, value }) => printable(value === undefined ? key : `${key}=${value}`)),
  };
};
