import * as z from 'zod';
import { printable } from '../../../lambdas/domain/text.ts';
import { interruptedIn, taggingCallIn } from '../../../local/aws/apply-record.ts';
import type { Entry } from '../../../local/entry.ts';

const Identity = z
  .object({
    userName: z.string().optional().catch(undefined),
    principalId: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
  })
  .catch({});

/** A short name of the caller for the screen. No decision depends on it. */
export const personOf = (userIdentity: unknown): string => {
  const { userName, principalId, type } = Identity.parse(userIdentity);
  const session = principalId?.split(':')[1];
  return printable(userName ?? session ?? type ?? 'somebody');
};

/** What somebody did to instances, for the screen. */
export type UserAction = {
  readonly at: number;
  readonly word: 'tags' | 'untags' | 'terminates' | 'stops' | 'starts' | 'takes back';
  readonly person: string;
  readonly instanceIds: readonly string[];
  /** Tags as `Key=value`. */
  readonly tags: readonly string[];
};

const WORDS: Readonly<Record<string, UserAction['word']>> = {
  CreateTags: 'tags',
  DeleteTags: 'untags',
  TerminateInstances: 'terminates',
  StopInstances: 'stops',
  StartInstances: 'starts',
  TagResources: 'tags',
  UntagResources: 'untags',
  BidEvictedEvent: 'takes back',
};

const items = <T extends z.ZodType>(schema: T) => z.object({ items: z.array(schema) }).catch({ items: [] });

const Request = z
  .object({
    resourcesSet: items(z.object({ resourceId: z.string() })),
    instancesSet: items(z.object({ instanceId: z.string() })),
    tagSet: items(z.object({ key: z.string(), value: z.string().optional() })),
  })
  .catch({ resourcesSet: { items: [] }, instancesSet: { items: [] }, tagSet: { items: [] } });

/** Reads a user's action on instances from a record; undefined if it has none that the screen shows. */
export const userActionOf = ({ eventName, at, record }: Entry): UserAction | undefined => {
  const word = WORDS[eventName];
  if (!word || record.errorCode) return undefined;
  const { resourcesSet, instancesSet, tagSet } = Request.parse(record.requestParameters);
  const tagging = taggingCallIn(record);
  const tags: readonly { key: string; value?: string | undefined }[] = [
    ...tagSet.items,
    ...(tagging?.tags ?? []),
    ...(tagging?.keys ?? []),
  ];
  return {
    at,
    word,
    person: word === 'takes back' ? 'EC2 Spot' : personOf(record.userIdentity),
    instanceIds: [
      ...resourcesSet.items.map(({ resourceId }) => resourceId),
      ...instancesSet.items.map(({ instanceId }) => instanceId),
      ...(tagging?.resourceIds ?? []),
      ...interruptedIn({ eventName, record }),
    ],
    tags: tags.map(({ key, value }) => printable(value === undefined ? key : `${key}=${value}`)),
  };
};
