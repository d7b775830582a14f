import { describe, expect, test } from '@jest/globals';
import { creationIn } from '../../../../lambdas/domain/creation/creation.ts';
import table from '../../../../lambdas/domain/creation/registry.json' with { type: 'json' };
import { entryOf, resourceTypeOf } from '../../../../lambdas/domain/creation/registry.ts';
import { ACCOUNT_ID, aCreationMessage, REGION } from './a-creation-message.ts';

// Records of the shape of every entry: the registry would rot unseen if only the well-known ones were tried.
const ENTRIES = table.creations.map(([source = '', name = '', creates = '', tagsMember = '']) => ({
  call: `${source} ${name}`,
  type: creates.split(' ')[0] ?? '',
  templates: creates.split(' ').filter((word) => word.startsWith('arn:')),
  arnMember: creates
    .split(' ')
    .find((word) => word.startsWith('@'))
    ?.slice(1),
  tagsMember,
}));

const FIXED: Readonly<Record<string, string>> = { Partition: 'aws', Region: REGION, Account: ACCOUNT_ID };

/** An ARN of a template, with a made-up id for each variable. */
const arnOf = (template: string): string =>
  template
    .replaceAll(
      /\{([^}]+)\}/g,
      (_, name: string) => FIXED[name] ?? `x-${name.toLowerCase().replaceAll(/[^a-z]/g, '')}`,
    )
    .replaceAll('*', 'x-any');

const DISTRACTION = {
  roleArn: `arn:aws:iam::${ACCOUNT_ID}:assumed/by-nobody/else`,
  id: 'unrelated',
  deeper: { encryption: { kmsMaster: `arn:aws:unrelated:${REGION}:${ACCOUNT_ID}:thing/1` } },
};

const read = (call: string, request: unknown, response: unknown) => {
  const recorded = creationIn(aCreationMessage(call, request, response));
  return recorded.is === 'creation' ? recorded.creation : null;
};

type Entry = (typeof ENTRIES)[number];

/** Holds what is read of each entry to what is expected, and names those that differ. */
const each = (check: (entry: Entry) => unknown, expected: (entry: Entry) => unknown): void => {
  const differing = ENTRIES.flatMap((entry) => {
    const [found, wanted] = [check(entry), expected(entry)];
    return JSON.stringify(found) === JSON.stringify(wanted) ? [] : [{ call: entry.call, found, wanted }];
  });
  expect(differing).toEqual([]);
};

describe('for every entry', () => {
  test('an ARN of its form in the response is the resource, and of the type of its template', () => {
    each(
      ({ call, templates: [template] }) => {
        if (template === undefined) return null;
        const creation = read(call, DISTRACTION, { ...DISTRACTION, made: { theArn: arnOf(template) } });
        return [creation?.resourceType, creation?.arns];
      },
      ({ templates: [template] }) =>
        template === undefined ? null : [resourceTypeOf(template), [arnOf(template)]],
    );
  });

  test('members of the names in its template are the resource', () => {
    each(
      ({ call, templates }) => {
        if (templates.length !== 1) return null;
        const [template = ''] = templates;
        const names = [...template.matchAll(/\{([^}]+)\}/g)].flatMap(([, name = '']) =>
          FIXED[name] ? [] : [name],
        );
        const response: Record<string, unknown> = {};
        for (const name of names) {
          const [first = ''] = name.replace(/WithPath$/, '').split('|');
          const [outer = '', inner] = first.split('.');
          response[outer] = inner === undefined ? `x-${outer}` : { [inner]: `x-${outer}` };
        }
        return read(call, {}, response)?.arns.length;
      },
      ({ templates }) => (templates.length === 1 ? 1 : null),
    );
  });

  test('its tags are read, as a list and as a map', () => {
    const tag = { key: 'Owner', value: 'bob@ucsc.edu' };
    each(
      ({ call, type, templates, tagsMember }) => {
        if (tagsMember === '') return null;
        const member = tagsMember.charAt(0).toLowerCase() + tagsMember.slice(1);
        if (!call.startsWith('ec2 ')) {
          return [
            read(call, { [member]: [tag] }, null)?.tags,
            read(call, { [member]: { Owner: tag.value } }, null)?.tags,
          ];
        }
        const resourceType = (templates[0] === undefined ? type : resourceTypeOf(templates[0])).slice(
          'ec2:'.length,
        );
        const set = { tagSpecificationSet: { items: [{ resourceType, tags: [tag] }] } };
        const wrapped = {
          [`${call.slice(4)}Request`]: { TagSpecification: { ResourceType: resourceType, Tag: [tag] } },
        };
        return [read(call, set, null)?.tags, read(call, wrapped, null)?.tags];
      },
      ({ tagsMember }) => (tagsMember === '' ? null : [[tag], [tag]]),
    );
  });
});

test.each([
  ['arn:{Partition}:ec2:{Region}:{Account}:volume/{VolumeId}', 'ec2:volume'],
  ['arn:{Partition}:s3:::{BucketName}', 's3'],
  ['arn:{Partition}:sqs:{Region}:{Account}:{QueueName}', 'sqs'],
  ['arn:{Partition}:rds:{Region}:{Account}:db:{Name}', 'rds:db'],
  [
    'arn:{Partition}:elasticloadbalancing:{Region}:{Account}:loadbalancer/app/{Name}/{Id}',
    'elasticloadbalancing:loadbalancer/app',
  ],
  [
    'arn:{Partition}:autoscaling:{Region}:{Account}:autoScalingGroup:*:autoScalingGroupName/{Name}',
    'autoscaling:autoScalingGroup',
  ],
  ['arn:{Partition}:apigateway:{Region}::/restapis/{id}', 'apigateway:restapis'],
])('%s is of type %s, in the words of the tagging API', (template, expected) => {
  expect(resourceTypeOf(template)).toBe(expected);
});

test('a version of the API in the name of an event is left out', () => {
  const entry = entryOf('lambda.amazonaws.com', 'CreateFunction');
  expect(entry?.is).toBe('creation');
  expect(entryOf('lambda.amazonaws.com', 'CreateFunction20150331v2')).toEqual(entry);
  expect(entryOf('cloudfront.amazonaws.com', 'CreateDistribution2020_05_31')?.is).toBe('creation');
});
