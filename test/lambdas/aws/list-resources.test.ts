import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetIndexCommand,
  GetViewCommand,
  ListResourcesCommand,
  ResourceExplorer2Client,
  ResourceExplorer2ServiceException,
} from '@aws-sdk/client-resource-explorer-2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { listResources } from '../../../lambdas/aws/list-resources.ts';

const PLACE = { accountId: '422448306679', region: 'us-west-2' };
const VIEW = 'arn:aws:resource-explorer-2:us-west-2:422448306679:view/all/1';
const list = (region = PLACE.region) => listResources({ ...PLACE, region }, { region: 'us-west-2' });

const explorer = mockClient(ResourceExplorer2Client);
const tagging = mockClient(ResourceGroupsTaggingAPIClient);
const iam = mockClient(IAMClient);
afterEach(() => {
  for (const mock of [explorer, tagging, iam]) mock.reset();
});

const refused = (name: string, $fault: 'client' | 'server' = 'client') =>
  new ResourceExplorer2ServiceException({ name, $fault, message: 'no', $metadata: {} });

/** Answers that keep what was asked. A paginator changes its input, so a copy is kept. */
const inTurn = (asked: object[], ...pages: readonly object[]) => {
  const rest = [...pages];
  return (input: object) => {
    asked.push({ ...input });
    return rest.shift();
  };
};

describe('Resource Explorer', () => {
  beforeEach(() => {
    explorer.on(GetIndexCommand).resolves({ State: 'ACTIVE' });
    explorer.on(GetViewCommand).resolves({ View: { IncludedProperties: [{ Name: 'tags' }] } });
  });

  test('lists pages of 999 of one account and Region, with their tags, and asks once what its view shows', async () => {
    const properties = [{ Name: 'tags', Data: [{ Key: 'Owner', Value: 'ann@ucsc.edu' }, { Key: 'empty' }] }];
    const asked: object[] = [];
    const resource = { Arn: 'arn:1', Region: 'us-west-2', Properties: properties };
    explorer
      .on(ListResourcesCommand)
      .callsFake(
        inTurn(
          asked,
          { ViewArn: VIEW, NextToken: 'next', Resources: [resource] },
          { ViewArn: VIEW, Resources: [{ Arn: 'arn:2', Properties: [] }] },
        ),
      );
    expect(await list().explored()).toEqual({
      is: 'listed',
      leavesOut: null,
      resources: [
        {
          arn: 'arn:1',
          region: 'us-west-2',
          tags: [
            { key: 'Owner', value: 'ann@ucsc.edu' },
            { key: 'empty', value: '' },
          ],
        },
        { arn: 'arn:2', tags: [] },
      ],
    });
    const Filters = { FilterString: 'resourcetype.supports:tags region:us-west-2 accountid:422448306679' };
    expect(asked).toEqual([
      { Filters, MaxResults: 999 },
      { Filters, MaxResults: 999, NextToken: 'next' },
    ]);
    expect(explorer.commandCalls(GetViewCommand).map(({ args }) => args[0].input)).toEqual([
      { ViewArn: VIEW },
    ]);
  });

  test('whose view has a filter says what it leaves out', async () => {
    explorer.on(GetViewCommand).resolves({
      View: { IncludedProperties: [{ Name: 'tags' }], Filters: { FilterString: 'service:ec2' } },
    });
    explorer.on(ListResourcesCommand).resolves({ ViewArn: VIEW, Resources: [] });
    expect(await list().explored()).toMatchObject({
      is: 'listed',
      leavesOut: 'The default view of Resource Explorer shows only: service:ec2.',
    });
  });

  test.each([
    [
      'without an index',
      () => explorer.on(GetIndexCommand).rejects(refused('ResourceNotFoundException')),
      'it has no index',
    ],
    [
      'whose index is being made',
      () => explorer.on(GetIndexCommand).resolves({ State: 'CREATING' }),
      'its index is not ready',
    ],
    [
      'without a default view',
      () => explorer.on(ListResourcesCommand).rejects(refused('UnauthorizedException')),
      'it answers UnauthorizedException',
    ],
    [
      'that refuses the filter',
      () => explorer.on(ListResourcesCommand).rejects(refused('ValidationException')),
      'it answers ValidationException',
    ],
    [
      'whose view shows no tags',
      () => {
        explorer.on(ListResourcesCommand).resolves({ ViewArn: VIEW, Resources: [{ Arn: 'arn:1' }] });
        explorer.on(GetViewCommand).resolves({ View: { IncludedProperties: [] } });
      },
      'its default view shows no tags',
    ],
  ])('%s cannot be used, and says why', async (_, arrange, why) => {
    arrange();
    expect(await list().explored()).toEqual({ is: 'unusable', why });
  });

  test.each([
    ['is throttled to the end', refused('ThrottlingException')],
    ['fails', refused('InternalServerException', 'server')],
    ['does not answer', new Error('no network')],
  ])('that %s fails the Region: what it would have listed is not known', async (_, error) => {
    explorer.on(ListResourcesCommand).rejects(error);
    await expect(list().explored()).rejects.toThrow(error.message);
  });
});

describe('the tagging API', () => {
  test('lists pages of a hundred, to the end', async () => {
    const asked: object[] = [];
    const tagged = { ResourceARN: 'arn:1', Tags: [{ Key: 'Owner', Value: 'ann@ucsc.edu' }] };
    tagging.on(GetResourcesCommand).callsFake(
      inTurn(
        asked,
        { PaginationToken: 'next', ResourceTagMappingList: [tagged] },
        // What was tagged once is shown without tags. The last page has an empty token.
        { PaginationToken: '', ResourceTagMappingList: [{ ResourceARN: 'arn:2' }] },
      ),
    );
    expect(await list().tagged()).toEqual([
      { arn: 'arn:1', tags: [{ key: 'Owner', value: 'ann@ucsc.edu' }] },
      { arn: 'arn:2', tags: [] },
    ]);
    expect(asked).toEqual([{ ResourcesPerPage: 100 }, { ResourcesPerPage: 100, PaginationToken: 'next' }]);
  });

  test('is asked for the services without Regions alone, where these are listed', async () => {
    const asked: object[] = [];
    tagging.on(GetResourcesCommand).callsFake(inTurn(asked, { ResourceTagMappingList: [] }));
    await list('global').tagged();
    expect(asked).toEqual([
      {
        ResourcesPerPage: 100,
        ResourceTypeFilters: expect.arrayContaining(['iam', 'cloudfront', 'route53']),
      },
    ]);
  });
});

test('IAM shows roles and users with their tags, to the end', async () => {
  const asked: object[] = [];
  const role = { Arn: 'arn:role', Tags: [{ Key: 'Owner', Value: 'ann@ucsc.edu' }] };
  iam
    .on(GetAccountAuthorizationDetailsCommand)
    .callsFake(
      inTurn(
        asked,
        { IsTruncated: true, Marker: 'next', RoleDetailList: [role] },
        { IsTruncated: false, UserDetailList: [{ Arn: 'arn:user' }] },
      ),
    );
  expect(await list('global').ofIam()).toEqual([
    { arn: 'arn:role', tags: [{ key: 'Owner', value: 'ann@ucsc.edu' }] },
    { arn: 'arn:user', tags: [] },
  ]);
  expect(asked).toEqual([
    { Filter: ['Role', 'User'], MaxItems: 1000 },
    { Filter: ['Role', 'User'], MaxItems: 1000, Marker: 'next' },
  ]);
});
