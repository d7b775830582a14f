import type { Tag } from '../instances.ts';
import type { CreationEvent } from './registry.ts';

type Fields = Readonly<Record<string, unknown>>;

// Not parsed with zod: a record comes at every call of everybody, and this is most of the time that it takes.
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** CloudTrail writes some values as numbers and booleans. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

/** One tag, as the services spell it. `tagKey` and `tagValue` are those of KMS. */
const tagOf = (pair: unknown): Tag[] => {
  if (!isFields(pair)) return [];
  const key = textOf(pair.key ?? pair.Key ?? pair.tagKey ?? pair.TagKey);
  if (key === undefined) return [];
  return [{ key, value: textOf(pair.value ?? pair.Value ?? pair.tagValue ?? pair.TagValue) ?? '' }];
};

/** A set of tags: a list, a list in a member of its own, or a map. Null if it is none of these. */
const tagsOf = (value: unknown): Tag[] | null => {
  if (Array.isArray(value)) return value.flatMap(tagOf);
  if (!isFields(value)) return null;
  const inner = value.items ?? value.item ?? value.Tag ?? value.tag;
  if (isFields(inner) || Array.isArray(inner)) return listOf(inner).flatMap(tagOf);
  const pairs = Object.entries(value).map(([key, one]) => [key, one === null ? '' : textOf(one)] as const);
  return pairs.every(([, one]) => one !== undefined)
    ? pairs.map(([key, one = '']) => ({ key, value: one }))
    : null;
};

/** EC2's calls name what each set of tags is for: a launch tags instances and volumes. */
const ofType = (specification: unknown, type: string): Tag[] => {
  if (!isFields(specification)) return [];
  const meant = textOf(specification.resourceType ?? specification.ResourceType);
  if (meant !== undefined && meant !== type) return [];
  return listOf(specification.tags ?? specification.Tag).flatMap(tagOf);
};

/** NAT gateways, flow logs and others have their request in a member of its own: `CreateNatGatewayRequest`. */
const ec2Specifications = (request: Fields): readonly unknown[] => {
  const set = request.tagSpecificationSet;
  if (isFields(set)) return listOf(set.items ?? set.item);
  const wrapped = Object.entries(request).find(
    ([name, value]) => name.endsWith('Request') && isFields(value),
  )?.[1];
  return isFields(wrapped) ? listOf(wrapped.TagSpecification) : [];
};

/**
 * The tags that a call gave to what it created; null if the record does not show them. Tags deeper in the request may be meant
 * for something else, such as the instances of a compute environment.
 */
export const tagsInCall = (
  { eventSource, tagsMember }: CreationEvent,
  resourceType: string,
  request: unknown,
): Tag[] | null => {
  if (!isFields(request) || tagsMember === null) return null;
  if (eventSource === 'ec2.amazonaws.com') {
    const type = resourceType.slice(resourceType.indexOf(':') + 1);
    return ec2Specifications(request).flatMap((one) => ofType(one, type));
  }
  const name = tagsMember.toLowerCase();
  for (const [key, value] of Object.entries(request)) {
    if (key.toLowerCase() === name) return value === null ? [] : tagsOf(value);
  }
  return [];
};
