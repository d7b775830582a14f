import * as z from 'zod/mini';
import type { Tag } from '../instances.ts';
import { lenient } from '../record/record.ts';
import type { CreationEvent } from './registry.ts';

/** CloudTrail writes some values as numbers and booleans. */
const Text = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String));

/** One tag, as the services spell it. `tagKey` and `tagValue` are those of KMS. */
const Pair = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((pair): Tag | null => {
    const named = (names: readonly string[]): string | undefined => {
      const [, value] = Object.entries(pair).find(([name]) => names.includes(name.toLowerCase())) ?? [];
      return z.safeParse(Text, value).data;
    };
    const key = named(['key', 'tagkey']);
    return key === undefined ? null : { key, value: named(['value', 'tagvalue']) ?? '' };
  }),
);

const isTag = (tag: Tag | null): tag is Tag => tag !== null;

const TagMap = z.record(z.string(), z.nullable(Text));

/** A list with one element, as CloudTrail writes it in calls that it takes from XML. */
const oneOrMore = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);

/** Reads a set of tags: a list, a list in a member of its own, or a map. Null if it is none of these. */
const readTags = (value: unknown): Tag[] | null => {
  const list = z.safeParse(z.array(Pair), value);
  if (list.success) return list.data.filter(isTag);
  const inner = z.safeParse(
    z.object({ items: z.optional(z.array(Pair)), item: z.optional(z.array(Pair)) }),
    value,
  );
  if (inner.data?.items ?? inner.data?.item)
    return (inner.data?.items ?? inner.data?.item ?? []).filter(isTag);
  const map = z.safeParse(TagMap, value);
  return map.success ? Object.entries(map.data).map(([key, text]) => ({ key, value: text ?? '' })) : null;
};

const Specification = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((one) => ({
    type: z.safeParse(z.string(), one.resourceType ?? one.ResourceType).data,
    tags: readTags(oneOrMore(one.tags ?? one.Tag ?? [])) ?? [],
  })),
);

const Ec2Request = z.object({
  tagSpecificationSet: lenient(z.object({ items: lenient(z.array(Specification)) })),
});

/** NAT gateways, flow logs and others have their request in a member of its own: `CreateNatGatewayRequest`. */
const Wrapped = z.object({
  TagSpecification: z.optional(z.pipe(z.transform(oneOrMore), z.array(Specification))),
});

const ec2Tags = (request: Readonly<Record<string, unknown>>, resourceType: string): Tag[] => {
  const wrapped = Object.entries(request).find(([name]) => name.endsWith('Request'))?.[1];
  const specifications = [
    ...(z.safeParse(Ec2Request, request).data?.tagSpecificationSet?.items ?? []),
    ...(z.safeParse(Wrapped, wrapped).data?.TagSpecification ?? []),
  ];
  const type = resourceType.slice(resourceType.indexOf(':') + 1);
  return specifications
    .filter((one) => one.type === undefined || one.type === type)
    .flatMap(({ tags }) => tags);
};

/**
 * The tags that a call gave to what it created; null if the record does not show them. Tags deeper in the request may be meant
 * for something else, such as the instances of a compute environment.
 */
export const tagsInCall = (event: CreationEvent, resourceType: string, request: unknown): Tag[] | null => {
  const { data } = z.safeParse(z.record(z.string(), z.unknown()), request);
  if (!data || event.tagsMember === null) return null;
  if (event.eventSource === 'ec2.amazonaws.com') return ec2Tags(data, resourceType);
  const tags = Object.entries(data).find(
    ([name]) => name.toLowerCase() === event.tagsMember?.toLowerCase(),
  )?.[1];
  return tags === undefined || tags === null ? [] : readTags(tags);
};
