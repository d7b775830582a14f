import table from './registry.json' with { type: 'json' };

/** What one event of CloudTrail creates. `registry.json` lists them all: docs/registry.md */
export type CreationEvent = {
  /** Such as `ec2.amazonaws.com`. */
  readonly eventSource: string;
  /** Such as `CreateVolume`, without the version of the API that some services add. */
  readonly eventName: string;
  /** In the words of the Resource Groups Tagging API, such as `ec2:volume`; of the first template, if it has several. */
  readonly resourceType: string;
  /** What the ARN looks like, such as `arn:{Partition}:sqs:{Region}:{Account}:{QueueName}`. */
  readonly arnTemplates: readonly string[];
  /** The member of the response, or else of the request, that holds the ARN, if the ARN's shape is not known. */
  readonly arnMember: string | null;
  /** The member of the request that holds the tags; null if the call takes none. */
  readonly tagsMember: string | null;
};

const SUFFIX = '.amazonaws.com';

/** Some services add the version of their API: `CreateFunction20150331`, `CreateDistribution2020_05_31`. */
const API_VERSION = /20\d\d_?\d\d_?\d\d(v\d+)?$/;

/** The key of an event in the table. */
const keyOf = (eventSource: string, eventName: string): string => {
  const source = eventSource.endsWith(SUFFIX) ? eventSource.slice(0, -SUFFIX.length) : eventSource;
  return `${source} ${eventName.replace(API_VERSION, '')}`;
};

const ARN = 'arn:';
const TYPE = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:\/?([^{*]*)/;

/**
 * The type of what an ARN or a template shows: its service, and the words before the first name or id. A bucket, a queue
 * and a topic have no such words: their type is the service alone.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html (ResourceTypeFilters)
 */
export const resourceTypeOf = (template: string): string => {
  const [, service = '', words = ''] = TYPE.exec(template) ?? [];
  const type = words.replace(/[/:]+$/, '');
  return type === '' ? service : `${service}:${type}`;
};

/** Row: source, name, what it creates, member of the tags, who vouches. */
const rows = new Map<string, readonly string[]>(table.creations.map((row) => [`${row[0]} ${row[1]}`, row]));

const reasons = new Map<string, string>(
  table.untaggable.flatMap(([source, reason, names = '']) =>
    names.split(' ').map((name) => [`${source} ${name}`, reason ?? '']),
  ),
);

const known = new Map<string, CreationEvent>();

const read = ([source = '', eventName = '', creates = '', tagsMember]: readonly string[]): CreationEvent => {
  const words = creates.split(' ');
  const arnTemplates = words.filter((word) => word.startsWith(ARN));
  const [first] = arnTemplates;
  return {
    eventSource: `${source}${SUFFIX}`,
    eventName,
    resourceType: first === undefined ? (words[0] ?? source) : resourceTypeOf(first),
    arnTemplates,
    arnMember: words.find((word) => word.startsWith('@'))?.slice(1) ?? null,
    tagsMember: tagsMember || null,
  };
};

/** What an event creates; undefined if the registry does not know the event. */
export const creationEventOf = (eventSource: string, eventName: string): CreationEvent | undefined => {
  const key = keyOf(eventSource, eventName);
  const before = known.get(key);
  if (before) return before;
  const row = rows.get(key);
  if (!row) return undefined;
  const event = read(row);
  known.set(key, event);
  return event;
};

/** Why what an event creates carries no tags; undefined if the registry does not say so. */
export const untaggableReason = (eventSource: string, eventName: string): string | undefined =>
  reasons.get(keyOf(eventSource, eventName));
