import { expect, test } from '@jest/globals';
import { creationIn } from '../../../../lambdas/domain/creation/creation.ts';
import { aCreationMessage } from './a-creation-message.ts';

const OWNER = { key: 'Owner', value: 'bob@ucsc.edu' };
const NAME = { key: 'Name', value: 'x' };

const tagsOf = (call: string, request: unknown): unknown => {
  const recorded = creationIn(aCreationMessage(call, request, null));
  return recorded.is === 'creation' ? recorded.creation.tags : recorded.is;
};

test.each<[string, string, unknown, unknown]>([
  [
    'EC2',
    'ec2 CreateVolume',
    { tagSpecificationSet: { items: [{ resourceType: 'volume', tags: [OWNER, NAME] }] } },
    [OWNER, NAME],
  ],
  [
    'EC2, for something else too',
    'ec2 RunInstances',
    {
      tagSpecificationSet: {
        items: [
          { resourceType: 'volume', tags: [OWNER] },
          { resourceType: 'instance', tags: [NAME] },
        ],
      },
    },
    [NAME],
  ],
  [
    'EC2, wrapped, with one tag',
    'ec2 CreateNatGateway',
    {
      CreateNatGatewayRequest: {
        TagSpecification: {
          ResourceType: 'natgateway',
          tag: 1,
          Tag: { tag: 1, Key: 'Owner', Value: 'bob@ucsc.edu' },
        },
      },
    },
    [OWNER],
  ],
  [
    'EC2, wrapped, with two, of which one is a boolean',
    'ec2 CreateFlowLogs',
    {
      CreateFlowLogsRequest: {
        TagSpecification: {
          ResourceType: 'vpc-flow-log',
          Tag: [
            { Key: 'Owner', Value: 'bob@ucsc.edu' },
            { Key: 'keep', Value: true },
          ],
        },
      },
    },
    [OWNER, { key: 'keep', value: 'true' }],
  ],
  ['a list', 'rds CreateDBInstance', { tags: [OWNER] }, [OWNER]],
  ['a list of Key and Value', 'iam CreateRole', { tags: [{ Key: 'Owner', Value: 'bob@ucsc.edu' }] }, [OWNER]],
  [
    'a list of tagKey and tagValue',
    'kms CreateKey',
    { tags: [{ tagKey: 'Owner', tagValue: 'bob@ucsc.edu' }] },
    [OWNER],
  ],
  ['a map', 'lambda CreateFunction20150331', { tags: { Owner: 'bob@ucsc.edu' } }, [OWNER]],
  [
    'a member of another name',
    'cognito-idp CreateUserPool',
    { userPoolTags: { Owner: 'bob@ucsc.edu' } },
    [OWNER],
  ],
  [
    'an empty value that is left out',
    'rds CreateDBInstance',
    { tags: [{ key: 'Owner' }] },
    [{ key: 'Owner', value: '' }],
  ],
  ['none', 'rds CreateDBInstance', { tags: [] }, []],
  ['none, and no member', 'rds CreateDBInstance', { engine: 'mysql' }, []],
  [
    'tags deeper, of something else',
    'batch CreateComputeEnvironment',
    { computeResources: { tags: { Owner: 'bob@ucsc.edu' } } },
    [],
  ],
  ['no request in the record', 'rds CreateDBInstance', null, null],
  ['a call that takes no tags', 'route53 CreateHostedZone', { name: 'lab.example' }, null],
  ['a text where tags should be', 'rds CreateDBInstance', { tags: 'HIDDEN' }, null],
])('%s', (_what, call, request, expected) => {
  expect(tagsOf(call, request)).toEqual(expected);
});
