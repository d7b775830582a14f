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

/** What the table says of an event. `untaggable`: why what it creates has no tags. */
type Entry =
  | { readonly is: 'creation'; readonly event: CreationEvent }
  | { readonly is: 'untaggable'; readonly reason: string };

const NO_TAGS = 'it creates nothing that has tags, as far as IAM, the SDK and CloudFormation know';

const read = (source: string, eventName: string): Entry | null => {
  const row = table.creations.find((one) => one[0] === source && one[1] === eventName);
  if (row) {
    const [, , creates = '', tagsMember = ''] = row;
    const words = creates.split(' ');
    const arnTemplates = words.filter((word) => word.startsWith(ARN));
    const [first] = arnTemplates;
    return {
      is: 'creation',
      event: {
        eventSource: `${source}${SUFFIX}`,
        eventName,
        resourceType: first === undefined ? (words[0] ?? source) : resourceTypeOf(first),
        arnTemplates,
        arnMember: words.find((word) => word.startsWith('@'))?.slice(1) ?? null,
        tagsMember: tagsMember || null,
      },
    };
  }
  const others = table.untaggable.find((one) => one[0] === source && one[2]?.split(' ').includes(eventName));
  return others ? { is: 'untaggable', reason: others[1] || NO_TAGS } : null;
};

// Read when it is first asked for: an index of the whole table would cost a cold start more than parsing it.
const known = new Map<string, Entry | null>();

/** What the registry says of an event; null if it does not know it. */
export const entryOf = (eventSource: string, eventName: string): Entry | null => {
  const key = `${eventSource} ${eventName}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const source = eventSource.endsWith(SUFFIX) ? eventSource.slice(0, -SUFFIX.length) : eventSource;
  const entry = read(source, eventName.replace(API_VERSION, ''));
  known.set(key, entry);
  return entry;
};
