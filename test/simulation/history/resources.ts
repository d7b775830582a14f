import type { JsonObject } from '../../../infra/json.ts';
import type { Call, Place } from '../../../local/sample/call.ts';
import { resourceId, uuid } from '../../../local/sample/made-up.ts';
import { created, taggedByArn } from '../../../local/sample/user-actions.ts';

/** The types of resources that people create besides instances and volumes. */
export const RESOURCE_KINDS = [
  'bucket',
  'queue',
  'topic',
  'table',
  'log-group',
  'security-group',
  'snapshot',
  'repository',
  'stack',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** A resource of a history: its name is its own in its account and Region. */
type Resource = { readonly kind: ResourceKind; readonly name: string; readonly place: Place };

type Tags = Readonly<Record<string, string>>;
type Where = Pick<Call, 'at' | 'place' | 'caller'>;

const listed = (tags: Tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));

/** A resource's type in the tagging API's words, and its ARN. */
export const addressOf = ({ kind, name, place }: Resource): { resourceType: string; arn: string } => {
  const { accountId, region } = place;
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
  switch (kind) {
    case 'bucket':
      return { resourceType: 's3', arn: `arn:aws:s3:::${name}` };
    case 'queue':
      return { resourceType: 'sqs', arn: arn('sqs', name) };
    case 'topic':
      return { resourceType: 'sns', arn: arn('sns', name) };
    case 'table':
      return { resourceType: 'dynamodb:table', arn: arn('dynamodb', `table/${name}`) };
    case 'log-group':
      return { resourceType: 'logs:log-group', arn: arn('logs', `log-group:${name}`) };
    case 'security-group':
      return {
        resourceType: 'ec2:security-group',
        arn: arn('ec2', `security-group/${resourceId('sg', name)}`),
      };
    case 'snapshot':
      // Its ARN names no account.
      return {
        resourceType: 'ec2:snapshot',
        arn: `arn:aws:ec2:${region}::snapshot/${resourceId('snap', `${name} ${accountId}`)}`,
      };
    case 'repository':
      return { resourceType: 'ecr:repository', arn: arn('ecr', `repository/${name}`) };
    case 'stack':
      return {
        resourceType: 'cloudformation:stack',
        arn: arn('cloudformation', `stack/${name}/${uuid(`${name} ${accountId}`)}`),
      };
    default:
      return kind satisfies never;
  }
};

/** The parts of a creation's record that differ from service to service. */
const callOf = (
  { kind, name, place }: Resource,
  arn: string,
  tags: Tags,
): {
  service: string;
  eventName: string;
  requestParameters: JsonObject;
  responseElements?: JsonObject;
} => {
  switch (kind) {
    case 'bucket':
      // The call takes no tags.
      return { service: 's3', eventName: 'CreateBucket', requestParameters: { bucketName: name } };
    case 'queue':
      return {
        service: 'sqs',
        eventName: 'CreateQueue',
        requestParameters: { queueName: name, tags },
        responseElements: {
          queueUrl: `https://sqs.${place.region}.amazonaws.com/${place.accountId}/${name}`,
        },
      };
    case 'topic':
      return {
        service: 'sns',
        eventName: 'CreateTopic',
        requestParameters: { name, tags: listed(tags) },
        responseElements: { topicArn: arn },
      };
    case 'table':
      return {
        service: 'dynamodb',
        eventName: 'CreateTable',
        requestParameters: { tableName: name, tags: listed(tags) },
        responseElements: { tableDescription: { tableName: name, tableArn: arn } },
      };
    case 'log-group':
      return {
        service: 'logs',
        eventName: 'CreateLogGroup',
        requestParameters: { logGroupName: name, tags },
      };
    case 'security-group':
      return {
        service: 'ec2',
        eventName: 'CreateSecurityGroup',
        requestParameters: {
          groupName: name,
          tagSpecificationSet: { items: [{ resourceType: 'security-group', tags: listed(tags) }] },
        },
        responseElements: { groupId: resourceId('sg', name) },
      };
    case 'snapshot':
      return {
        service: 'ec2',
        eventName: 'CreateSnapshot',
        requestParameters: {
          volumeId: resourceId('vol', name),
          tagSpecificationSet: { items: [{ resourceType: 'snapshot', tags: listed(tags) }] },
        },
        responseElements: { snapshotId: arn.split('/').at(-1) ?? '' },
      };
    case 'repository':
      return {
        service: 'ecr',
        eventName: 'CreateRepository',
        requestParameters: { repositoryName: name, tags: listed(tags) },
        responseElements: { repository: { repositoryName: name, repositoryArn: arn } },
      };
    case 'stack':
      return {
        service: 'cloudformation',
        eventName: 'CreateStack',
        requestParameters: { stackName: name, tags: listed(tags) },
        responseElements: { stackId: arn },
      };
    default:
      return kind satisfies never;
  }
};

/** The tags that a resource has after the call that creates it: a bucket's call takes none. */
export const tagsGiven = ({ kind }: Pick<Resource, 'kind'>, tags: Tags): Tags =>
  kind === 'bucket' ? {} : tags;

export const resourceCreated = (where: Where, resource: Resource, tags: Tags): JsonObject =>
  created({ ...where, ...callOf(resource, addressOf(resource).arn, tags) });

export const resourceTagged = (where: Where, resource: Resource, tags: Tags): JsonObject =>
  taggedByArn(where, [addressOf(resource).arn], tags);

/** Nothing reads this record: it shows in the event log that somebody deleted something. */
export const resourceDeleted = (where: Where, resource: Resource): JsonObject => {
  const { service, eventName } = callOf(resource, addressOf(resource).arn, {});
  return created({
    ...where,
    service,
    eventName: eventName.replace('Create', 'Delete'),
    requestParameters: { name: resource.name },
  });
};
